"""What a scale is, and the scales themselves."""
