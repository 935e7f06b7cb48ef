"""What stands in the cells: marks, missing answers, and scales in words."""

from __future__ import annotations

from powermap.vocabulary.words import key

#: Marks: there is a tie, there is none.
TICKS = frozenset(("yes", "y", "true", "t", "x", "✓", "✔", "☑", "☒", "✅", "■", "tick", "ticked", "1"))
CROSSES = frozenset(("no", "n", "false", "f", "✗", "✘", "☐", "❌", "none", "nil", "0"))

#: Answers to whether somebody responded, or has a seat.
YES = TICKS | frozenset(
    key(word)
    for word in (
        "complete", "completed", "responded",
        "respondent", "answered", "returned", "replied", "done", "partial", "partly", "partially", "partially completed",
        "member", "chair", "co chair", "vice chair", "deputy chair", "board member", "voting", "voting member", "seat", "has a seat", "on the board",
    )
)  # fmt: skip
NO = CROSSES | frozenset(
    key(word)
    for word in (
        "not", "not completed", "incomplete", "no response", "did not respond",
        "non respondent", "nonrespondent", "not responded", "no reply", "not returned", "declined", "refused", "no seat", "not yet", "outstanding", "not a member",
        "non voting", "pending", "not sent", "not answered", "did not answer", "didnt answer", "didnt respond", "missing",
    )
)  # fmt: skip

#: Answers that are missing: neither a tie nor the absence of one.
MISSING = frozenset(
    key(word)
    for word in (
        "don't know", "do not know", "dk", "d/k", "dunno", "unknown", "not known", "not sure", "unsure", "can't say", "cannot say", "can't remember",
        "n/a", "na", "n.a.", "not applicable", "does not apply", "prefer not to say", "prefer not to answer", "rather not say", "would rather not say", "pnts",
        "refused", "declined", "declined to answer", "no answer", "no response", "not answered", "did not answer", "not asked", "skip", "skipped",
        "missing", "blank", "null", "no opinion", "don't know / not applicable", "don't know/not sure", "unclear", "tbc", "to be confirmed",
        "don't know or prefer not to say", "no idea", "not stated", "i don't know", "we don't know", "n/k", "nk", "can't tell", "cannot tell",
        "not enough information", "insufficient information", "no information", "not able to say", "unable to say", "no view",
        "don't want to say", "would prefer not to say", "i would prefer not to say", "i'd prefer not to say", "don't know enough to say",
    )
)  # fmt: skip

#: Written in the place of a partner by a respondent who names nobody.
NOBODY = frozenset(("none", "nobody", "no one", "noone", "no body", "nil", "none named", "no partners", "named nobody", "no organisations"))  # fmt: skip

#: Answers in words, scale by scale. 0 is no tie. A column is read with the one scale that knows all its words.
SCALES: dict[str, dict[str, float]] = {
    scale: {key(word): float(number) for number, words in levels for word in words}
    for scale, levels in {
        "how often": (
            (0, ("never", "not at all", "no contact", "not in contact", "none of the time")),
            (1, ("rarely", "seldom", "hardly ever", "hardly at all", "very rarely", "almost never", "once", "a little of the time")),
            (2, ("sometimes", "occasionally", "now and then", "from time to time", "once in a while", "some of the time")),
            (3, ("often", "frequently", "regularly", "usually", "fairly often", "quite often", "most of the time", "a lot of the time")),
            (4, ("always", "very often", "all the time", "all of the time", "constantly", "continuously", "very frequently", "almost always")),
        ),
        "how regularly": (
            (0, ("never", "not at all", "no contact", "not in contact", "not in the last year", "not in the past year", "never or less than once a year",
                 "never we only interact on issues unrelated to the collaborative")),
            (0.5, ("less than once a year", "less than yearly", "less than annually", "less often than once a year", "every few years")),
            (1, ("yearly", "annually", "once a year", "every year", "less than quarterly", "about once a year", "less than once a quarter",
                 "a few times a year", "several times a year", "once or twice a year", "twice a year", "every six months", "six monthly",
                 "every 6 months", "half yearly", "biannually", "less than once a month", "less often", "less than monthly", "at least yearly", "at least once a year", "per year", "rarely")),
            (2, ("quarterly", "every quarter", "once a quarter", "every three months", "every few months", "termly", "at least quarterly",
                 "about once a quarter", "at least once a quarter", "every 3 months")),
            (2.5, ("every two months", "every 2 months", "every other month", "every couple of months", "bimonthly", "bi monthly",
                   "every 2 3 months", "every 2 to 3 months", "every two to three months", "every two or three months")),
            (3, ("less than weekly", "less than once a week", "monthly", "every month", "once a month", "about once a month", "at least monthly", "at least once a month", "a few times a month",
                 "several times a month", "1 3 times a month")),
            (3.5, ("fortnightly", "every two weeks", "every fortnight", "twice a month", "every other week", "every 2 weeks", "biweekly", "bi weekly", "every couple of weeks")),
            (4, ("less than daily", "less than once a day", "weekly", "every week", "once a week", "about once a week", "at least weekly", "at least once a week", "a few times a week",
                 "several times a week", "most weeks", "twice a week")),
            (5, ("daily", "every day", "once a day", "about once a day", "at least daily", "at least once a day", "most days", "several times a day", "a few times a day", "twice a day", "more than once a day")),
        ),
        "how much": (
            (0, ("not at all", "none at all", "nothing", "never", "not")),
            (1, ("a little", "a small amount", "slightly", "very little", "to a small extent", "a bit", "little", "not much", "not very much", "a little bit")),
            (2, ("somewhat", "a fair amount", "moderately", "some", "to some extent", "a moderate amount", "partly", "a moderate extent", "to a moderate extent")),
            (3, ("quite a lot", "quite a bit", "a lot", "mostly", "very much", "to a large extent", "considerably", "much", "very")),
            (4, ("a great deal", "completely", "extremely", "totally", "to a great extent", "entirely", "fully", "to a very large extent")),
        ),
        "agreement": (
            (0, ("strongly disagree", "disagree strongly", "completely disagree", "totally disagree")),
            (1, ("disagree", "tend to disagree", "slightly disagree", "somewhat disagree")),
            (2, ("neither agree nor disagree", "neither agree or disagree", "neither", "neutral", "undecided")),
            (3, ("agree", "tend to agree", "slightly agree", "somewhat agree")),
            (4, ("strongly agree", "agree strongly", "completely agree", "totally agree")),
        ),
        "how close": (
            (0, ("no relationship", "no tie", "no link", "no connection", "not connected", "do not work together", "don't work together",
                 "we don't work together", "we do not work together", "do not know them", "don't know them", "never heard of them", "none",
                 "not at all close", "no at all", "no")),
            (1, ("not close", "distant", "aware of", "aware", "not very close", "weak", "very weak", "very distant", "low", "very low", "l")),
            (2, ("fairly close", "somewhat close", "slightly close", "acquainted", "medium", "moderate", "moderately close", "average", "med", "m")),
            (3, ("close", "quite close", "strong", "fairly strong", "quite strong", "high", "h")),
            (4, ("very close", "very strong", "extremely close", "extremely strong", "integrated", "partnership", "full partnership",
                 "very high", "complete", "full")),
        ),
        "working together": (
            (0, ("no interaction", "no contact", "no relationship", "no working relationship", "not working together", "none",
                 "unaware", "unaware of them", "not aware", "not aware of them", "do not work together", "don't work together",
                 "we don't work together", "we do not work together")),
            (1, ("aware", "aware of", "aware of them", "awareness", "coexistence", "co existence", "coexist", "networking", "network",
                 "communication", "communicating", "communicate")),
            (2, ("cooperation", "cooperating", "cooperate", "co operation", "co operating", "co operate")),
            (3, ("coordination", "coordinating", "coordinate", "co ordination", "co ordinating", "co ordinate")),
            (4, ("coalition", "collaboration", "collaborating", "collaborate")),
            (5, ("integration", "integrated", "fully integrated", "partnership", "full partnership")),
        ),
        "quality": (
            (0, ("no relationship", "none", "no contact")),
            (1, ("very poor", "very bad", "terrible", "very weak", "very dissatisfied")),
            (2, ("poor", "bad", "weak", "dissatisfied", "fairly dissatisfied", "somewhat dissatisfied")),
            (3, ("fair", "average", "ok", "okay", "neither good nor poor", "neither good nor bad", "adequate", "satisfactory", "acceptable", "neutral",
                 "neither satisfied nor dissatisfied")),
            (4, ("good", "strong", "satisfied", "fairly satisfied", "somewhat satisfied")),
            (5, ("very good", "excellent", "outstanding", "very strong", "very satisfied")),
        ),
        "four amounts": (
            (0, ("not at all",)),
            (1, ("a small amount",)),
            (2, ("a fair amount",)),
            (3, ("a great deal",)),
        ),
    }.items()
}  # fmt: skip

#: Words that tell the four amounts of the PARTNER survey from 'how much', which has further steps between them.
FOUR_AMOUNTS = frozenset(("a small amount", "a fair amount"))
