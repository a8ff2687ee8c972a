"""What to look at before a visit is signed: the checks, each with the place that mends it."""
