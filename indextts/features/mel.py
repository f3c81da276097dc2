"""The log-mel spectrogram that the flow matching continues and the vocoder speaks."""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional

from indextts.config import PreprocessConfig, SpectConfig

LINEAR_HZ_PER_MEL = 200 / 3  # Slaney's scale: linear below 1 kHz ...
KNEE_HZ = 1000.0
MEL_PER_LOG_HZ = 27 / torch.tensor(6.4, dtype=torch.float64).log()  # ... 27 mel per factor 6.4 above it
FLOOR = 1e-5  # under the logarithm
POWER_FLOOR = 1e-9  # under the square root


def hz_to_mel(hz: Tensor) -> Tensor:
    """Slaney's mel scale (Auditory Toolbox, 1998): linear up to 1 kHz, logarithmic above.

    Args:
        hz: frequencies in hertz, float64, any shape.

    Returns:
        Mel, same shape.
    """
    above = KNEE_HZ / LINEAR_HZ_PER_MEL + (hz.clamp_min(KNEE_HZ) / KNEE_HZ).log() * MEL_PER_LOG_HZ
    return torch.where(hz < KNEE_HZ, hz / LINEAR_HZ_PER_MEL, above)


def mel_to_hz(mel: Tensor) -> Tensor:
    """The inverse of :func:`hz_to_mel`, float64, any shape."""
    knee = KNEE_HZ / LINEAR_HZ_PER_MEL
    above = KNEE_HZ * ((mel - knee).clamp_min(0) / MEL_PER_LOG_HZ).exp()
    return torch.where(mel < knee, mel * LINEAR_HZ_PER_MEL, above)


def mel_filterbank(config: PreprocessConfig) -> Tensor:
    """Triangular filters on Slaney's mel scale, each of unit area over frequency.

    Args:
        config: rate and spectrum.

    Returns:
        float32 on the CPU, (n_mels, n_fft // 2 + 1), amplitudes per hertz.
    """
    spect = config.spect_params
    limits = torch.tensor([spect.fmin, spect.fmax or config.sr / 2], dtype=torch.float64)
    low, high = hz_to_mel(limits).tolist()
    edges = mel_to_hz(torch.linspace(low, high, spect.n_mels + 2, dtype=torch.float64))  # (n_mels + 2,)
    bins = torch.linspace(0, config.sr / 2, spect.n_fft // 2 + 1, dtype=torch.float64)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]  # (n_mels, bins)
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    unit_area = 2 / (edges[2:] - edges[:-2])[:, None]
    return (torch.minimum(rising, falling).clamp_min(0) * unit_area).float()


@lru_cache(maxsize=8)
def _tables(config: PreprocessConfig, device: torch.device) -> tuple[Tensor, Tensor]:
    """Filter bank and analysis window, once per configuration and device."""
    window = torch.hann_window(config.spect_params.win_length, periodic=True, dtype=torch.float64)
    return mel_filterbank(config).to(device), window.float().to(device)


def magnitude(wave: Tensor, window: Tensor, spect: SpectConfig) -> Tensor:
    """Magnitude spectrum of frames that begin every hop, the ends mirrored by half of what frames overlap.

    Args:
        wave: float32 (B, n), n > (n_fft - hop_length) / 2.
        window: (win_length,).
        spect: sizes.

    Returns:
        (B, n_fft // 2 + 1, floor(n / hop_length)).
    """
    margin = (spect.n_fft - spect.hop_length) // 2
    padded = functional.pad(wave[:, None], (margin, margin), mode="reflect")[:, 0]  # (B, n + 2 * margin)
    spectrum = torch.stft(
        padded, spect.n_fft, spect.hop_length, spect.win_length, window, center=False, return_complex=True
    )  # (B, bins, frames)
    return (spectrum.real.square() + spectrum.imag.square() + POWER_FLOOR).sqrt()


def log_mel(wave: Tensor, config: PreprocessConfig) -> Tensor:
    """Natural logarithm of the mel spectrum (as in HiFi-GAN, Kong et al. 2020).

    Args:
        wave: float32 (B, n) in -1..1 at ``config.sr``, at least 20 ms.
        config: rate and spectrum.

    Returns:
        float32 (B, n_mels, floor(n / hop_length)), not below log(1e-5).
    """
    filters, window = _tables(config, wave.device)
    mel = filters @ magnitude(wave.float(), window, config.spect_params)  # (B, n_mels, frames)
    return mel.clamp_min(FLOOR).log()
