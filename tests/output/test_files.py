"""Files are put in place whole or not at all, and never over something that is not ours."""

import os
import stat
import sys

import openpyxl
import pytest

from powermap.errors import OutputError
from powermap.output.files import CREATOR, GENERATOR, is_ours, write_all_atomically, write_atomically

OURS = f'<!doctype html><html><head><meta name="generator" content="{GENERATOR}">'.encode()


def everything_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path):
    write_atomically(tmp_path / "a" / "b" / "page.html", b"page")
    assert everything_in(tmp_path) == ["a", "a/b", "a/b/page.html"]
    assert (tmp_path / "a" / "b" / "page.html").read_bytes() == b"page"


def test_a_file_that_is_not_ours_is_replaced_only_with_force(tmp_path):
    minutes = tmp_path / "minutes.html"
    minutes.write_bytes(b"<p>Minutes, in which powermap was named</p>")
    with pytest.raises(OutputError, match="did not write it") as caught:
        write_atomically(minutes, b"new")
    assert caught.value.where == str(minutes)
    assert "--force" in caught.value.fix
    assert minutes.read_bytes().startswith(b"<p>Minutes")
    write_atomically(minutes, b"new", force=True)
    assert minutes.read_bytes() == b"new"
    assert everything_in(tmp_path) == ["minutes.html"]


def book_by(path, creator):
    book = openpyxl.Workbook()
    book.properties.creator = creator
    book.save(path)
    return path


def test_our_own_files_are_known_by_the_mark_inside(tmp_path):
    page, table, book = tmp_path / "m.html", tmp_path / "m.csv", book_by(tmp_path / "m.xlsx", CREATOR)
    page.write_bytes(OURS)
    table.write_bytes(b"\xef\xbb\xbfactor,nominations_received\r\nA,0.5\r\n")
    listing = tmp_path / "m.json"
    listing.write_text(f'{{"generator": "{GENERATOR}", "actors": []}}')
    assert all(is_ours(path) for path in (page, table, book, listing))
    for path in (page, table, book, listing):
        write_atomically(path, b"new")
        assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.html", b'<meta name="generator" content="powermapper 3">'),
        ("m.html", b""),
        ("m.csv", b"actor,my nominations_received notes\n"),
        ("m.csv", b""),
        ("m.json", b'{"made by": "powermap"}'),
        ("m.xlsx", b"PK\x03\x04 not a workbook"),
        ("m.xlsx", b""),
        ("m.docx", OURS),
    ],
)
def test_other_peoples_files_are_not_ours(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert not is_ours(tmp_path / name)
    with pytest.raises(OutputError):
        write_atomically(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == content


@pytest.mark.parametrize("creator", ["Priya Shah", "powermap fan club", "openpyxl"])
def test_a_workbook_someone_else_made_is_not_ours(tmp_path, creator):
    assert not is_ours(book_by(tmp_path / "m.xlsx", creator))


def test_an_input_is_never_written_over_not_even_with_force_or_through_a_link(tmp_path):
    survey = book_by(tmp_path / "survey.xlsx", CREATOR)
    content = survey.read_bytes()
    link, twin = tmp_path / "link.xlsx", tmp_path / "twin.xlsx"
    link.symlink_to(survey)
    os.link(survey, twin)
    for target in (survey, link, twin, tmp_path / "." / "survey.xlsx"):
        with pytest.raises(OutputError, match="the file that was read"):
            write_atomically(target, b"new", force=True, inputs=[survey])
    assert survey.read_bytes() == content


def test_a_link_leads_to_the_file_it_stands_for(tmp_path):
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    page.write_bytes(OURS)
    link.symlink_to(page)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert page.read_bytes() == b"new"


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(OutputError, match="This is a folder"):
        write_atomically(tmp_path, b"new", force=True)


def test_a_path_through_a_file_is_refused_in_plain_words(tmp_path):
    (tmp_path / "notes").write_text("x")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        write_atomically(tmp_path / "notes" / "page.html", b"new")
    assert everything_in(tmp_path) == ["notes"]


def test_a_name_the_computer_does_not_allow_is_refused_in_plain_words(tmp_path):
    for name in ("x" * 300 + ".html", "a\0b.html"):
        with pytest.raises(OutputError):
            write_atomically(tmp_path / "new" / name, b"new")
    assert everything_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_in_is_named(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(OutputError, match="may not write"):
            write_atomically(tmp_path / "page.html", b"new")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_of_several_files_all_are_written_or_none(tmp_path):
    old = tmp_path / "map.html"
    old.write_bytes(OURS)
    files = [(old, b"new map"), (tmp_path / "new" / "report.html", b"new report")]
    (tmp_path / "taken.html").write_text("not ours")
    with pytest.raises(OutputError, match="did not write it"):
        write_all_atomically([*files, (tmp_path / "taken.html", b"x")])
    with pytest.raises(OutputError):
        write_all_atomically([*files, (tmp_path / "taken.html" / "deeper.html", b"x")])
    assert old.read_bytes() == OURS
    assert everything_in(tmp_path) == ["map.html", "taken.html"]
    write_all_atomically(files)
    assert everything_in(tmp_path) == ["map.html", "new", "new/report.html", "taken.html"]
    assert old.read_bytes() == b"new map"


def test_when_a_later_file_cannot_be_moved_in_the_earlier_ones_are_put_back(tmp_path):
    # A name of 256 bytes passes the checks and the writing of the waiting file, but cannot be moved to.
    old = tmp_path / "map.html"
    old.write_bytes(OURS)
    with pytest.raises(OutputError):
        write_all_atomically([(old, b"new"), (tmp_path / "fresh.html", b"new"), (tmp_path / ("x" * 256), b"new")])
    assert old.read_bytes() == OURS
    assert everything_in(tmp_path) == ["map.html"]


def test_two_results_in_one_file_are_refused(tmp_path):
    with pytest.raises(OutputError, match="same file"):
        write_all_atomically([(tmp_path / "a.html", b"1"), (tmp_path / "." / "a.html", b"2")])
    assert everything_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_the_permissions_are_the_usual_ones_and_those_of_the_old_file_stay(tmp_path):
    page, plain = tmp_path / "page.html", tmp_path / "plain.html"
    plain.write_bytes(b"")
    write_atomically(page, OURS)
    assert page.stat().st_mode == plain.stat().st_mode
    page.chmod(0o640)
    write_atomically(page, OURS)
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
