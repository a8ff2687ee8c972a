"""Ways in and out for data: ratings files in, scores as JSON out."""
