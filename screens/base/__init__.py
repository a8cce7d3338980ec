"""What steps and pages share."""
