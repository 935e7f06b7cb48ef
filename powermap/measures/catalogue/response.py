"""What the measures of who answered are called, ask and mean."""

from powermap.measures.catalogue.entry import Measure

RESPONSE: dict[str, Measure] = {
    "response_rate": Measure(
        "Response", "What share of each group answered?",
        "group", "more answered", "0 to 1, with a Wilson interval", "there is nobody", "Wilson 1927"),
    "item_nonresponse": Measure(
        "Answers left out", "Of the answers that those who responded could give, how many are missing?",
        "network", "more is missing", "0 to 1, for each question", "nobody could answer", "Huisman 2009"),
    "silent_compared": Measure(
        "The silent compared", "Are those who did not answer named as much as those who did?",
        "group", "named more", "0 to 1", "there is nobody, or nobody could name them", "Stork & Richards 1992"),
}  # fmt: skip
