"""Golden cases: every component against recorded tensors of the released system."""
