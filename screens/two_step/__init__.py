"""The steps of enabling, changing and disabling two-step verification."""
