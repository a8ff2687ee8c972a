-- Rate one scale at the k-th visit of every program. Each level is as likely as another, and always
-- the same ones are given.
INSERT INTO answer (assessment_id, rater, item, state, level, reason, note, sources, grade, because,
                    confirmed, revision, updated_at)
SELECT assessment.id, given.rater, asked.item, 'rated',
       1 + mod((assessment.id * 7919 + asked.place * 104729 + given.place * 1299709) / 7, 5),
       '', 'Eight of ten charts had it; the team lead told of two more.', '["Charts"]', 'A', '',
       true, 1, :moment
FROM assessment
CROSS JOIN unnest(cast(:raters AS text[])) WITH ORDINALITY AS given (rater, place)
CROSS JOIN unnest(cast(:items AS text[])) WITH ORDINALITY AS asked (item, place)
WHERE assessment.scale_id = :scale AND mod(assessment.visit_id - 1, :visits) = :k
