"""What is measured of a recording: waves at the right rates, log-mel, Kaldi filter banks, w2v-bert features."""
