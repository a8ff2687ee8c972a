"""FHIR R4: a scale as a Questionnaire, a rater's set as a response to it, and the way back."""
