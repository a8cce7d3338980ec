"""What a person sees: one screen for each step or page."""
