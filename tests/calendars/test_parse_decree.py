"""A decree as CSV: what is read, and which sentence stands at which line."""

from datetime import date

from maklumat.modules.calendars.rules import decree_csv as csv
from maklumat.modules.calendars.rules.holidays import DecreeDay

HEADER = "date,name,kind,effect\n"


def test_reads_days_quotes_blank_lines_and_a_byte_order_mark():
    text = (
        "\ufeff"
        + HEADER
        + '2027-03-10,"Idul Fitri, hari 1",national,closed\r\n\r\n2027-03-09,CB,collective_leave,open\n'
    )
    parsed = csv.parse(text)
    assert parsed.faults == {}
    assert parsed.days == (
        DecreeDay(date(2027, 3, 10), "Idul Fitri, hari 1", "national", "closed"),
        DecreeDay(date(2027, 3, 9), "CB", "collective_leave", "open"),
    )


def test_each_fault_has_its_line():
    text = HEADER + "\n".join(
        (
            "10/03/2027,Idul Fitri,national,closed",
            "2027-03-11,,national,closed",
            "2027-03-12,CB,leave,closed",
            "2027-03-15,CB,collective_leave,libur",
            "2027-03-16,CB,collective_leave",
            "2027-03-17,CB,collective_leave,closed",
            "2027-03-17,CB,collective_leave,open",
            "20270318,CB,collective_leave,open",
            f"2027-03-19,{'x' * 201},collective_leave,open",
        )
    )
    assert csv.parse(text).faults == {
        2: csv.WRONG_DATE,
        3: csv.WRONG_NAME,
        4: csv.WRONG_KIND,
        5: csv.WRONG_EFFECT,
        6: csv.WRONG_COUNT,
        8: csv.TWICE,
        9: csv.WRONG_DATE,
        10: csv.WRONG_NAME,
    }


def test_header_and_emptiness():
    assert csv.parse("").faults == {1: csv.WRONG_HEADER}
    assert csv.parse("tanggal,nama\n").faults == {1: csv.WRONG_HEADER}
    assert csv.parse(HEADER).faults == {1: csv.EMPTY}
    assert csv.parse(HEADER + '2027-03-10,"open quote,national,closed').faults == {2: csv.NOT_READABLE}
