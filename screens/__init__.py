"""What a person sees: one screen for one step or page."""
