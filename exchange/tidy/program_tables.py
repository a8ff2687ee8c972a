"""The tables of programs, visits and who took part in them."""

from __future__ import annotations

from exchange.tidy.column import Column, Layout

PROGRAM_ID = Column("program_id", "whole", "Number of the program in the database it came from.")
VISIT = Column("visit", "whole", "Number of the visit in the database it came from.")
SCALE = Column("scale", "text", "Id of the scale; the page Ids has them all.")

PROGRAMS = Layout(
    "programs",
    "a program",
    ("program_id",),
    (
        PROGRAM_ID,
        Column("program", "text", "Its name."),
        Column("agency", "text", "The agency that runs it.", "Not noted."),
        Column("setting", "text", "Where care is given.", "Not noted."),
        Column("levels_of_care", "list", "Levels of care it offers.", "None noted."),
        Column("region", "text", "Where it is.", "Not noted."),
        Column("caseload", "whole", "People in the program.", "Not known.", "clients"),
        Column("populations", "list", "Whom it serves.", "None noted."),
        Column("archived", "yes_no", "Whether it was taken off the list of programs."),
        Column("invented", "yes_no", "Whether it is sample data and no program at all."),
        Column("added_at", "moment", "When it was added."),
    ),
)

VISITS = Layout(
    "visits",
    "a visit to a program, or a program's audit of itself",
    ("visit",),
    (
        VISIT,
        PROGRAM_ID,
        Column("program", "text", "Name of the program."),
        Column("date", "day", "The first day on site, or the day of the self-audit."),
        Column("kind", "text", "self_audit, site_visit or follow_up."),
        Column(
            "status",
            "text",
            "draft (being rated), submitted (handed in), in_consensus, draft_report, with_program "
            "or final (signed).",
        ),
        Column("edition", "whole", "1, and one more each time a signed visit was opened again."),
        Column(
            "official",
            "text",
            "The rater whose set is the result: consensus, or who rated alone.",
            "Not settled yet.",
        ),
        Column("note", "text", "Note on the visit.", "No note, or left out.", words=True),
        Column("added_at", "moment", "When it was added."),
        Column(
            "purged_at", "moment", "When its notes and worksheets were deleted.", "They were not."
        ),
    ),
)

TEAM = Layout(
    "team",
    "somebody who took part in a visit",
    ("visit", "name"),
    (
        VISIT,
        PROGRAM_ID,
        Column("name", "text", "Name, as it stands in forms and reports."),
        Column("role", "text", "lead, reviewer, contact or respondent (of a staff survey)."),
        Column("rates", "yes_no", "Whether they rated on their own."),
        Column("staff_role", "text", "What a respondent does in the program.", "Not said."),
        Column(
            "submitted_at",
            "moment",
            "When they handed in their ratings.",
            "Not handed in, or not for you to know.",
        ),
    ),
)

ASSESSMENTS = Layout(
    "assessments",
    "a scale that is rated at a visit",
    ("visit", "scale"),
    (
        VISIT,
        PROGRAM_ID,
        SCALE,
        Column("scale_name", "text", "Name of the scale.", "Its file is gone."),
        Column("scale_version", "text", "Version of the scale that the visit was rated with."),
        Column("scale_stamp", "text", "SHA-256 of the scale file it was rated with."),
        Column(
            "file_version",
            "text",
            "Version of the scale file there is now; scores are made with it.",
            "Its file is gone: there are no scores.",
        ),
        Column(
            "same_file",
            "yes_no",
            "Whether the scale file is still the one it was rated with. Where not, scores may "
            "differ from those of the day.",
            "Its file is gone.",
        ),
        Column(
            "target_level",
            "whole",
            "Level aimed at for items without a target of their own.",
            unit="level",
        ),
    ),
)
