"""What a site visit needs beside the scales: its steps, documents, questions and chart criteria."""
