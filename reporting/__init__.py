"""How results are shown: what is said is decided once; charts and workbooks only lay it out."""
