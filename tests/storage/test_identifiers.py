"""Likely identifiers of clients are pointed at, and ordinary notes pass."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scales.catalog import LIBRARY
from storage.identifiers import KINDS, find_identifiers

SSN, RECORD, MEDICAID = "social_security_number", "record_number", "medicaid_number"
PHONE, EMAIL, BIRTH, NAME = "phone_number", "email_address", "date_of_birth", "name_with_date"

# What a reviewer might write down by mistake: the line, the kind, and the part that is pointed at.
# Every number, address and name here is invented.
FOUND = [
    ("SSN 219-09-9999 is on the face sheet", SSN, "219-09-9999"),
    ("219-09-9999", SSN, "219-09-9999"),
    ("Her social: 219.09.9999.", SSN, "219.09.9999"),
    ("SSN: 219099999", SSN, "SSN: 219099999"),
    ("ssn 219 09 9999", SSN, "ssn 219 09 9999"),
    ("Social Security number is 219 09 9999", SSN, "Social Security number is 219 09 9999"),
    ("soc. sec. no. 219099999", SSN, "soc. sec. no. 219099999"),
    ("SS# 219099999", SSN, "SS# 219099999"),
    ("SSN ending in 9999", SSN, "SSN ending in 9999"),
    ("last four of SSN: 9999", SSN, "last four of SSN: 9999"),
    ("SSN (last 4) 9999", SSN, "SSN (last 4) 9999"),
    ("xxx-xx-9999 on the consent", SSN, "xxx-xx-9999"),
    ("***-**-9999", SSN, "***-**-9999"),
    ("MRN 0048213", RECORD, "MRN 0048213"),
    ("MRN: 00-48-213", RECORD, "MRN: 00-48-213"),
    ("MRN#713", RECORD, "MRN#713"),
    ("MRN is H0048213", RECORD, "MRN is H0048213"),
    ("Medical record number: 48213", RECORD, "Medical record number: 48213"),
    ("medical record # 48213", RECORD, "medical record # 48213"),
    ("Chart #48213 has no plan", RECORD, "Chart #48213"),
    ("chart 48213 lacks a goal", RECORD, "chart 48213"),
    ("charts 4821 and 5530", RECORD, "charts 4821"),
    ("chart no. 4821", RECORD, "chart no. 4821"),
    ("Chart number: A-10482", RECORD, "Chart number: A-10482"),
    ("client ID 104482", RECORD, "client ID 104482"),
    ("Client #10448", RECORD, "Client #10448"),
    ("client's record number 10448", RECORD, "client's record number 10448"),
    ("patient 1048213 was seen", RECORD, "patient 1048213"),
    ("Pt. ID: 55120", RECORD, "ID: 55120"),
    ("case no. 2024-0135", RECORD, "case no. 2024-0135"),
    ("Case number 88120", RECORD, "Case number 88120"),
    ("ID 5512077", RECORD, "ID 5512077"),
    ("member ID: W220418834", RECORD, "member ID: W220418834"),
    ("driver's license D1234567", RECORD, "driver's license D1234567"),
    ("file no 20417", RECORD, "file no 20417"),
    ("Inmate number 660417", RECORD, "Inmate number 660417"),
    ("Medicaid ID 123456789A", MEDICAID, "Medicaid ID 123456789A"),
    ("Medicaid 12345678", MEDICAID, "Medicaid 12345678"),
    ("AHCCCS ID: A12345678", MEDICAID, "AHCCCS ID: A12345678"),
    ("CIN AB12345C", MEDICAID, "CIN AB12345C"),
    ("Medicare 1EG4-TE5-MK73", MEDICAID, "1EG4-TE5-MK73"),
    ("card 1EG4TE5MK73 copied", MEDICAID, "1EG4TE5MK73"),
    ("call (617) 555-0182", PHONE, "(617) 555-0182"),
    ("617-555-0182", PHONE, "617-555-0182"),
    ("617.555.0182 after five", PHONE, "617.555.0182"),
    ("617 555 0182", PHONE, "617 555 0182"),
    ("+1 617 555 0182", PHONE, "+1 617 555 0182"),
    ("1-617-555-0182", PHONE, "1-617-555-0182"),
    ("Phone: 6175550182", PHONE, "Phone: 6175550182"),
    ("cell 555-0182", PHONE, "cell 555-0182"),
    ("her mobile is 555-0182", PHONE, "mobile is 555-0182"),
    ("Tel. 5550182", PHONE, "Tel. 5550182"),
    ("call her at 555-0182", PHONE, "call her at 555-0182"),
    ("texted him on 555-0182", PHONE, "texted him on 555-0182"),
    ("555-0182 (cell) or at work", PHONE, "555-0182 (cell"),
    ("mother in Hamburg: +49 40 555 01820", PHONE, "+49 40 555 01820"),
    ("reach the sister at jo.doe@example.org", EMAIL, "jo.doe@example.org"),
    ("JDOE+home@mail.example.com", EMAIL, "JDOE+home@mail.example.com"),
    ("mailto:j_doe@example.co.uk.", EMAIL, "j_doe@example.co.uk"),
    ("DOB 3/4/1981", BIRTH, "DOB 3/4/1981"),
    ("DOB: 03-04-81", BIRTH, "DOB: 03-04-81"),
    ("D.O.B. 1981-03-04", BIRTH, "D.O.B. 1981-03-04"),
    ("dob 19810304", BIRTH, "dob 19810304"),
    ("date of birth: March 4, 1981", BIRTH, "date of birth: March 4, 1981"),
    ("Date of birth is 4 March 1981", BIRTH, "Date of birth is 4 March 1981"),
    ("birthdate 3.4.1981", BIRTH, "birthdate 3.4.1981"),
    ("born on March 4th, 1981", BIRTH, "born on March 4th, 1981"),
    ("born 4 Mar. 1981 in Ohio", BIRTH, "born 4 Mar. 1981"),
    ("her birthday is March 4", BIRTH, "birthday is March 4"),
    ("DOB 3/1981", BIRTH, "DOB 3/1981"),
    ("Birth date: March 1981", BIRTH, "Birth date: March 1981"),
    ("b. 3/4/81", BIRTH, "b. 3/4/81"),
    ("3/4/1981 (DOB)", BIRTH, "3/4/1981 (DOB)"),
    ("3/4/1981 is her birthday", BIRTH, "3/4/1981 is her birthday"),
    ("Jo Doe 3/4/1981", NAME, "Jo Doe 3/4/1981"),
    ("Jo Doe, 03-04-81", NAME, "Jo Doe, 03-04-81"),
    ("Doe, Jo (March 4, 1981)", NAME, "Doe, Jo (March 4, 1981"),
    ("Jo Q. Doe 1981-03-04", NAME, "Jo Q. Doe 1981-03-04"),
    ("Zoë O'Doe-Roe - 3/4/1981", NAME, "Zoë O'Doe-Roe - 3/4/1981"),
    ("3/4/1981 Jo Doe", NAME, "3/4/1981 Jo Doe"),
    ("client Jo Doe admitted 3/2/2026", NAME, "client Jo Doe admitted 3/2/2026"),
    ("Patient Jo Doe (March 2, 2026)", NAME, "Patient Jo Doe (March 2, 2026"),
    ("Ms. Doe was seen on 3/2/2026", NAME, "Ms. Doe was seen on 3/2/2026"),
]

PASSED = """\
Visit on 3/2/2026, 9:30 to 16:00
Site visit 2026-03-02 to 2026-03-04
Visit dates: March 2, 2026 and March 3, 2026
Harbor House, 5/4/2026
Team Meeting 03/02/2026
Action Plan 3/1/2026
Fidelity Review 2026-03-02
Case Manager 4/2/2026
Policy Manual 5/1/2003
Joint Commission 6/1/2009
Annual Report 12/31/2011
Interview with the Clinical Director on March 2, 2026
T7 rated 3, T10 rated 4
INT02 and TIC-SAF3 need a second look
See items T1a, T1b, G12, RP
12 of 20 charts have one plan
20 of 30 charts, 67%
8/10 plans quote the client's own goals
0 of 12
3 out of 20
Chart 7 lacks a crisis plan
Chart 12 of 20
Charts 3, 7 and 19
charts 1-20
charts 101-130
Chart #7
Chart no. 12
120 charts were listed, 20 drawn
chart review 2026-03-02
Chart audit 2025
Charts 2025 and 2026 were compared
chart 2026-03-02 entry on use
Client 3 said the plan is hers
client A and client B
Client interviews 5-10
Clients: 1,200 a year
client 1,200 hours
The program serves 1200 clients
The agency saw 15000 people in 2025
48213 visits in 2025
Patient Health Questionnaire 9
Patient 4
Case 12
caseload 1:15
Case rate $1500
Case load of 4500 hours
Record review of 30 records
records 2024-2025
Record from 2019
file 2026-03
members: 12 of 14
member 7 of the board
Score 3.93, band moderate
Mean 3.9286
Level 4, held at 3
from 2 to 4 points
crisis line open 24/7
24 hours a day, 7 days a week
9-5, Monday to Friday
10:30-11:15 team meeting
within 14 days, at the latest 30
every 3 months, then every 12
2019-2024
FY 2024-25
since 1998
In 2026 the team had 3.5 FTE
0.5 FTE peer, 1.0 FTE prescriber
40-59%
60% or more of 25
95% interval 49-94%
5-10%
$1,200,000 budget
budget 1200000
$500-1200 a month
Budget line 6100-2200
ZIP 02115
Phoenix, AZ 85004-1234
Suite 4821
Room 1204
1204 Main Street
license number 12345
program ID 30045
provider ID 1234567890
NPI 1234567890
visit ID 20418
item ID 1044
Medicaid 2022: 36.6% within 7 days
Medicaid pays $120.50 a visit
Medicaid since 2014-07
Medicaid 2024-2025
Medicaid covers 1200 of them
Medicare and Medicaid
SSN not recorded in 12 of 20 charts
No SSN on the forms
Date of birth missing in 3 of 20 charts
DOB and MRN are on the front sheet
MRN on every page
The born date field is empty
born in 1984 or later
Most were born between 1960 and 1990
newborn care since 3/2/2026
The program was born in March 2019
birthday cards are sent
b. second point
call 911 or 988
Crisis hotline 1-800-662-4357
Call 1-888-555-0182 toll-free
call back within 1 working day
called 3 times, 12 of 20
phone calls 20-30 a day
Called on 3/2/2026
mobile team of 4
cell under 10 suppressed
fax is used
text messages 2 per week
@ the front desk
email not used
H.R. 4821, section 3
42 CFR Part 2
version 1.0.0, 2026.03
SMA-08-4366
SMA 14-4884
ICD F10.20, F33.1
DSM-5-TR
10.1007/s10488-020-01025-2
IDDT 2003
C-SSRS 3, PHQ-9 14
ages 18-64
15 mg, 2x
1/2 hour
Mr. Director, please read
Ms. Doe is the supervisor
Dr. Roe, psychiatrist, 0.2 FTE
Lead: Jo Doe, reviewer: Sam Roe
Jo Doe visited on March 2, 2026
Jo Doe, 3/2/2026
Jo Doe, 3/2/26
Harbor House 3-2-27
Client Perception Survey 3/2/2026
Client Choice rated on 3/2/2026
Consumer Council met 3/2/2026
Resident Handbook 2026-01-15
May June, 2026
123-4567-89
000-12-3456
1-2-3-4-5
(3) 4-5 points
+2 points
+/- 5
A1:C20, B7
https://example.org/a/12345
""".splitlines()


@pytest.mark.parametrize(("text", "kind", "part"), FOUND, ids=[line[0] for line in FOUND])
def test_what_may_identify_a_client_is_pointed_at(text: str, kind: str, part: str):
    assert [(one.kind, one.found) for one in find_identifiers(text)] == [(kind, part)]


@pytest.mark.parametrize("text", PASSED)
def test_an_ordinary_note_passes(text: str):
    assert find_identifiers(text) == ()


def test_the_tables_are_as_long_as_they_should_be():
    assert len(FOUND) >= 60
    assert len(PASSED) == len(set(PASSED)) >= 100
    assert {kind for _, kind, _ in FOUND} == set(KINDS)


def test_every_identifier_of_a_note_is_pointed_at_in_its_order():
    note = "MRN 48213, call 617-555-0182.\nJo Doe 3/4/1981; jo@example.org; 12 of 20 charts."
    found = find_identifiers(note)
    assert [(one.kind, one.found) for one in found] == [
        (RECORD, "MRN 48213"),
        (PHONE, "617-555-0182"),
        (NAME, "Jo Doe 3/4/1981"),
        (EMAIL, "jo@example.org"),
    ]


def test_a_part_that_is_several_things_is_pointed_at_once():
    """A name, a word for birth and a date: one remark is enough."""
    assert len(find_identifiers("Jo Doe DOB 3/4/1981")) == 1
    assert len(find_identifiers("client ID 617-555-0182")) == 1


@pytest.mark.parametrize("line", PASSED)
def test_ordinary_lines_pass_within_a_longer_note_too(line: str):
    assert find_identifiers(f"Seen on site.\n{line}\nRated later.") == ()


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*.yaml")), ids=lambda file: file.stem)
def test_nothing_that_a_scale_says_is_taken_for_an_identifier(file: Path):
    """Percentages, time limits, sources with page numbers: 400,000 characters of our own trade."""
    assert find_identifiers(file.read_text(encoding="utf-8")) == ()


PIECES = [part for line, _, _ in FOUND for part in line.split()] + list("0123456789-./ ()#@,\n")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_positions_are_right_and_nothing_overlaps_whatever_is_written(text: str):
    found = find_identifiers(text)
    assert all(text[one.start : one.end] == one.found for one in found)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_pieces_run_together_do_no_harm(text: str):
    assert all(text[one.start : one.end] == one.found for one in find_identifiers(text))


HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "one digit": lambda size: "7" * size,
    "dashes": lambda size: "-" * size,
    "spaces": lambda size: " " * size,
    "digits and dashes": lambda size: ("12-" * size)[:size],
    "digits and dots": lambda size: ("1." * size)[:size],
    "an address without end": lambda size: ("a." * size)[:size] + "@",
    "at signs": lambda size: ("a@" * size)[:size],
    "a domain without end": lambda size: "a@" + ("b." * size)[:size],
    "words for records": lambda size: ("chart number is " * size)[:size],
    "words for birth": lambda size: ("born on the " * size)[:size],
    "words for Medicaid": lambda size: ("Medicaid ID # " * size)[:size],
    "capitals": lambda size: ("Aa " * size)[:size],
    "names without end": lambda size: ("Jo-" * size)[:size],
    "clients": lambda size: ("client Jo Doe a b c " * size)[:size],
    "dates": lambda size: ("3/4/1981 " * size)[:size],
    "months": lambda size: ("march 4 " * size)[:size],
    "phones": lambda size: ("(617) 555-018 " * size)[:size],
    "social security": lambda size: ("SSN last four " * size)[:size],
    "names and dates": lambda size: ("Jo Doe 3/4/1981 " * size)[:size],
    "blank lines": lambda size: ("chart\n" + "\n" * 50) * (size // 56),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_the_time_grows_with_the_length_and_no_faster(name: str):
    """Ten times the text takes about ten times as long.

    A ratio, because machines differ in speed; the least of several runs, because others run too.
    Quadratic it would be a hundred times as long.
    """
    make = HOSTILE[name]
    short, long = least_time(make(2_000)), least_time(make(20_000))
    assert long / short < 40


def least_time(text: str) -> float:
    taken = []
    for _ in range(5):
        began = time.process_time()
        find_identifiers(text)
        taken.append(time.process_time() - began)
    return min(taken)
