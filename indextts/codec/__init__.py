"""The semantic codec: features to discrete codes and back."""
