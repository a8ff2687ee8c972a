-- Rules R0 to R6 of the integrated versus bundled care scale, written by hand. `visits` holds one
-- row a visit: INT01 to INT25 (1 to 5; -1 not rated, -2 not applicable, -3 not enough information)
-- and delivery (0 to 6, the place of the answer in the scale file; -1 not answered). None of the
-- nine core items may be not applicable.
--
-- Sums over all items stand where they are needed, each time in full: DuckDB then works them out only
-- for the rows that have passed the rules before. Worked out once for every row, in a subquery, they
-- take much longer on even profiles and about as long on lifelike ones.

CREATE OR REPLACE TEMP VIEW verdicts AS
SELECT CASE
    -- R0 not classifiable
    WHEN delivery = -1
        OR INT01 IN (-1, -3) OR INT02 IN (-1, -3) OR INT03 IN (-1, -3) OR INT04 IN (-1, -3)
        OR INT06 IN (-1, -3) OR INT08 IN (-1, -3) OR INT10 IN (-1, -3) OR INT16 IN (-1, -3)
        OR INT17 IN (-1, -3)
        OR (
            (INT01 > 0)::TINYINT + (INT02 > 0)::TINYINT + (INT03 > 0)::TINYINT + (INT04 > 0)::TINYINT
            + (INT05 > 0)::TINYINT + (INT06 > 0)::TINYINT + (INT07 > 0)::TINYINT + (INT08 > 0)::TINYINT
            + (INT09 > 0)::TINYINT + (INT10 > 0)::TINYINT + (INT11 > 0)::TINYINT + (INT12 > 0)::TINYINT
            + (INT13 > 0)::TINYINT + (INT14 > 0)::TINYINT + (INT15 > 0)::TINYINT + (INT16 > 0)::TINYINT
            + (INT17 > 0)::TINYINT + (INT18 > 0)::TINYINT + (INT19 > 0)::TINYINT + (INT20 > 0)::TINYINT
            + (INT21 > 0)::TINYINT + (INT22 > 0)::TINYINT + (INT23 > 0)::TINYINT + (INT24 > 0)::TINYINT
            + (INT25 > 0)::TINYINT
        ) <= 19
        THEN 0::TINYINT
    -- R1 single
    WHEN delivery = 0 OR INT03 = 1 OR (INT06 = 1 AND INT01 = 1)
        THEN 1::TINYINT
    -- R2 sequential
    WHEN INT03 = 2 OR INT08 = 1
        THEN 2::TINYINT
    -- R3 integrated
    WHEN INT01 >= 4 AND INT02 >= 4 AND INT03 >= 4 AND INT04 >= 4 AND INT06 >= 4
        AND INT08 >= 4 AND INT10 >= 4 AND INT16 >= 4 AND INT17 >= 4
        AND (INT01 = 5)::TINYINT + (INT02 = 5)::TINYINT + (INT03 = 5)::TINYINT
            + (INT04 = 5)::TINYINT >= 2
        AND (
            greatest(INT01, 0::TINYINT) + greatest(INT02, 0::TINYINT) + greatest(INT03, 0::TINYINT)
            + greatest(INT04, 0::TINYINT) + greatest(INT05, 0::TINYINT) + greatest(INT06, 0::TINYINT)
            + greatest(INT07, 0::TINYINT) + greatest(INT08, 0::TINYINT) + greatest(INT09, 0::TINYINT)
            + greatest(INT10, 0::TINYINT) + greatest(INT11, 0::TINYINT) + greatest(INT12, 0::TINYINT)
            + greatest(INT13, 0::TINYINT) + greatest(INT14, 0::TINYINT) + greatest(INT15, 0::TINYINT)
            + greatest(INT16, 0::TINYINT) + greatest(INT17, 0::TINYINT) + greatest(INT18, 0::TINYINT)
            + greatest(INT19, 0::TINYINT) + greatest(INT20, 0::TINYINT) + greatest(INT21, 0::TINYINT)
            + greatest(INT22, 0::TINYINT) + greatest(INT23, 0::TINYINT) + greatest(INT24, 0::TINYINT)
            + greatest(INT25, 0::TINYINT)
        ) >= 4 * (
            (INT01 > 0)::TINYINT + (INT02 > 0)::TINYINT + (INT03 > 0)::TINYINT + (INT04 > 0)::TINYINT
            + (INT05 > 0)::TINYINT + (INT06 > 0)::TINYINT + (INT07 > 0)::TINYINT + (INT08 > 0)::TINYINT
            + (INT09 > 0)::TINYINT + (INT10 > 0)::TINYINT + (INT11 > 0)::TINYINT + (INT12 > 0)::TINYINT
            + (INT13 > 0)::TINYINT + (INT14 > 0)::TINYINT + (INT15 > 0)::TINYINT + (INT16 > 0)::TINYINT
            + (INT17 > 0)::TINYINT + (INT18 > 0)::TINYINT + (INT19 > 0)::TINYINT + (INT20 > 0)::TINYINT
            + (INT21 > 0)::TINYINT + (INT22 > 0)::TINYINT + (INT23 > 0)::TINYINT + (INT24 > 0)::TINYINT
            + (INT25 > 0)::TINYINT
        )
        AND (
            (INT01 = 1)::TINYINT + (INT02 = 1)::TINYINT + (INT03 = 1)::TINYINT + (INT04 = 1)::TINYINT
            + (INT05 = 1)::TINYINT + (INT06 = 1)::TINYINT + (INT07 = 1)::TINYINT + (INT08 = 1)::TINYINT
            + (INT09 = 1)::TINYINT + (INT10 = 1)::TINYINT + (INT11 = 1)::TINYINT + (INT12 = 1)::TINYINT
            + (INT13 = 1)::TINYINT + (INT14 = 1)::TINYINT + (INT15 = 1)::TINYINT + (INT16 = 1)::TINYINT
            + (INT17 = 1)::TINYINT + (INT18 = 1)::TINYINT + (INT19 = 1)::TINYINT + (INT20 = 1)::TINYINT
            + (INT21 = 1)::TINYINT + (INT22 = 1)::TINYINT + (INT23 = 1)::TINYINT + (INT24 = 1)::TINYINT
            + (INT25 = 1)::TINYINT
        ) = 0
        AND (
            (INT01 = 2)::TINYINT + (INT02 = 2)::TINYINT + (INT03 = 2)::TINYINT + (INT04 = 2)::TINYINT
            + (INT05 = 2)::TINYINT + (INT06 = 2)::TINYINT + (INT07 = 2)::TINYINT + (INT08 = 2)::TINYINT
            + (INT09 = 2)::TINYINT + (INT10 = 2)::TINYINT + (INT11 = 2)::TINYINT + (INT12 = 2)::TINYINT
            + (INT13 = 2)::TINYINT + (INT14 = 2)::TINYINT + (INT15 = 2)::TINYINT + (INT16 = 2)::TINYINT
            + (INT17 = 2)::TINYINT + (INT18 = 2)::TINYINT + (INT19 = 2)::TINYINT + (INT20 = 2)::TINYINT
            + (INT21 = 2)::TINYINT + (INT22 = 2)::TINYINT + (INT23 = 2)::TINYINT + (INT24 = 2)::TINYINT
            + (INT25 = 2)::TINYINT
        ) <= 2
        THEN 3::TINYINT
    -- R4 partially integrated
    WHEN INT01 >= 4 AND INT02 >= 3 AND INT03 >= 3 AND INT04 >= 3
        AND (INT02 >= 4)::TINYINT + (INT03 >= 4)::TINYINT + (INT04 >= 4)::TINYINT >= 2
        AND INT08 >= 3
        AND INT06 >= 2 AND INT10 >= 2 AND INT16 >= 2 AND INT17 >= 2
        AND (INT06 >= 3)::TINYINT + (INT08 >= 3)::TINYINT + (INT10 >= 3)::TINYINT
            + (INT16 >= 3)::TINYINT + (INT17 >= 3)::TINYINT >= 4
        AND (
            greatest(INT01, 0::TINYINT) + greatest(INT02, 0::TINYINT) + greatest(INT03, 0::TINYINT)
            + greatest(INT04, 0::TINYINT) + greatest(INT05, 0::TINYINT) + greatest(INT06, 0::TINYINT)
            + greatest(INT07, 0::TINYINT) + greatest(INT08, 0::TINYINT) + greatest(INT09, 0::TINYINT)
            + greatest(INT10, 0::TINYINT) + greatest(INT11, 0::TINYINT) + greatest(INT12, 0::TINYINT)
            + greatest(INT13, 0::TINYINT) + greatest(INT14, 0::TINYINT) + greatest(INT15, 0::TINYINT)
            + greatest(INT16, 0::TINYINT) + greatest(INT17, 0::TINYINT) + greatest(INT18, 0::TINYINT)
            + greatest(INT19, 0::TINYINT) + greatest(INT20, 0::TINYINT) + greatest(INT21, 0::TINYINT)
            + greatest(INT22, 0::TINYINT) + greatest(INT23, 0::TINYINT) + greatest(INT24, 0::TINYINT)
            + greatest(INT25, 0::TINYINT)
        ) >= 3 * (
            (INT01 > 0)::TINYINT + (INT02 > 0)::TINYINT + (INT03 > 0)::TINYINT + (INT04 > 0)::TINYINT
            + (INT05 > 0)::TINYINT + (INT06 > 0)::TINYINT + (INT07 > 0)::TINYINT + (INT08 > 0)::TINYINT
            + (INT09 > 0)::TINYINT + (INT10 > 0)::TINYINT + (INT11 > 0)::TINYINT + (INT12 > 0)::TINYINT
            + (INT13 > 0)::TINYINT + (INT14 > 0)::TINYINT + (INT15 > 0)::TINYINT + (INT16 > 0)::TINYINT
            + (INT17 > 0)::TINYINT + (INT18 > 0)::TINYINT + (INT19 > 0)::TINYINT + (INT20 > 0)::TINYINT
            + (INT21 > 0)::TINYINT + (INT22 > 0)::TINYINT + (INT23 > 0)::TINYINT + (INT24 > 0)::TINYINT
            + (INT25 > 0)::TINYINT
        )
        THEN 4::TINYINT
    -- R5 parallel
    WHEN delivery IN (1, 2)
        THEN 5::TINYINT
    -- R6 bundled
    ELSE 6::TINYINT
END AS verdict
FROM visits;
