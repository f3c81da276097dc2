"""Who is speaking: the CAMPPlus style vector."""
