"""Choosing and naming devices, from made-up lists of three systems."""

from __future__ import annotations

import pytest

from engine.audio.cables import advice, cable
from engine.audio.choose import choose
from engine.audio.devices import listed, pulse_outputs
from engine.audio.moved import Home, Place
from engine.audio.portaudio import OutputDevice
from engine.audio.pulse import PulseSink, PulseStream, parse_sinks, parse_streams
from engine.errors import DeviceError

WINDOWS = [
    OutputDevice(0, "Microsoft Sound Mapper - Output", "MME", 2, 44100),
    OutputDevice(1, "Speakers (Realtek High Definiti", "MME", 2, 44100, default=True),
    OutputDevice(2, "CABLE Input (VB-Audio Virtual C", "MME", 2, 44100),
    OutputDevice(3, "Speakers (Realtek High Definition Audio)", "Windows DirectSound", 2, 44100),
    OutputDevice(4, "CABLE Input (VB-Audio Virtual Cable)", "Windows DirectSound", 2, 44100),
    OutputDevice(5, "Speakers (Realtek High Definition Audio)", "Windows WASAPI", 2, 48000),
    OutputDevice(6, "CABLE Input (VB-Audio Virtual Cable)", "Windows WASAPI", 2, 48000),
    OutputDevice(7, "Speakers (Realtek HD Audio output)", "Windows WDM-KS", 2, 48000),
]
LINUX = [
    OutputDevice(0, "HDA Intel PCH: ALC257 Analog (hw:0,0)", "ALSA", 2, 44100),
    OutputDevice(3, "pulse", "ALSA", 32, 44100),
    OutputDevice(4, "default", "ALSA", 32, 44100, default=True),
]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [(None, 5), ("CABLE Input", 6), ("cable input (vb-audio virtual cable)", 6), ("4", 4), ("sound mapper", 0)],
)
def test_a_name_means_the_best_interface_of_that_device(wanted: str | None, number: int) -> None:
    assert choose(WINDOWS, wanted).number == number


def test_the_default_is_the_systems_own() -> None:
    assert choose(LINUX, None).name == "default"


def test_a_wrong_name_gets_the_nearest() -> None:
    with pytest.raises(DeviceError) as error:
        choose(WINDOWS, "CABEL Input (VB-Audio)")
    assert "Did you mean 'CABLE Input (VB-Audio Virtual" in error.value.fix


def test_no_device_at_all_says_what_else_there_is() -> None:
    with pytest.raises(DeviceError, match="no sound device") as error:
        choose([], None)
    assert "--sink" in error.value.fix


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("CABLE Input (VB-Audio Virtual Cable)", "VB-CABLE"),
        ("CABLE-A Input (VB-Audio Cable A)", "VB-CABLE"),
        ("CABLE In 16ch (VB-Audio Virtual Cable)", "VB-CABLE"),
        ("VoiceMeeter Input (VB-Audio VoiceMeeter VAIO)", "VoiceMeeter"),
        ("Voicemeeter AUX Input", "VoiceMeeter"),
        ("BlackHole 2ch", "BlackHole"),
        ("Loopback Audio", "Loopback"),
        ("Null Output", "null sink"),
        ("Loopback: PCM (hw:1,0) snd_aloop", "ALSA loopback"),
        ("Speakers (Realtek High Definition Audio)", None),
        ("MacBook Pro Speakers", None),
        ("Dummy Output", None),
        ("HDMI cable output", None),
    ],
)
def test_cables_are_told_from_speakers(name: str, product: str | None) -> None:
    found = cable(name)
    assert (found.product if found else None) == product


def test_a_null_sink_is_known_by_its_driver_whatever_its_name() -> None:
    assert cable("My Stream", driver="module-null-sink.c") is not None
    assert cable("My Stream", driver="PipeWire support.null-audio-sink") is not None
    assert cable("Dummy Output", driver="module-null-sink.c") is None


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux", "freebsd14"])
def test_every_system_gets_advice_only_while_it_has_no_cable(platform: str) -> None:
    assert "--sink" in advice(platform)
    assert listed(LINUX, platform).advice == advice(platform)
    assert listed(WINDOWS, platform).advice == ""


PULSE_SINKS = """Sink #0
\tState: IDLE
\tName: alsa_output.pci
\tDescription: Built-in Audio
\tDriver: module-alsa-card.c
\tProperties:
\t\tdevice.class = "sound"
Sink #7
\tState: RUNNING
\tName: vtuber
\tDescription: My Stream
\tDriver: PipeWire
\tProperties:
\t\tfactory.name = "support.null-audio-sink"
"""
PULSE_STREAMS = """Sink Input #4
\tDriver: protocol-native.c
\tSink: 7
\tProperties:
\t\tapplication.name = "ALSA plug-in [python3.11]"
\t\tapplication.process.id = "321"
Sink Input #5
\tSink: 0
\tProperties:
\t\tmedia.name = "other"
"""


def test_pactls_words_are_read() -> None:
    assert parse_sinks(PULSE_SINKS) == [
        PulseSink(0, "alsa_output.pci", "Built-in Audio", "module-alsa-card.c"),
        PulseSink(7, "vtuber", "My Stream", "PipeWire support.null-audio-sink"),
    ]
    assert parse_streams(PULSE_STREAMS) == [PulseStream(4, 7, 321), PulseStream(5, 0, -1)]
    assert parse_sinks("") == parse_streams("Connection failure: Connection refused\n") == []


def test_pulse_sinks_are_devices_behind_pulses_door() -> None:
    devices = LINUX + pulse_outputs(LINUX, parse_sinks(PULSE_SINKS))
    found = choose(devices, "vtuber")
    assert (found.number, found.sink, found.name) == (3, "vtuber", "My Stream")
    assert choose(devices, "my stream") == found
    lines = listed(devices, "linux")
    assert [line.spec for line in lines.devices if line.cable] == ["device:vtuber"]
    assert lines.advice == ""
    assert pulse_outputs(WINDOWS, parse_sinks(PULSE_SINKS)) == []


def sinks(*names: tuple[int, str]) -> list[PulseSink]:
    return [PulseSink(index, name, "", "") for index, name in names]


def on(index: int) -> list[PulseStream]:
    return [PulseStream(1, index, 1)]


def test_a_stream_is_followed_home_but_not_against_a_persons_will() -> None:
    home = Home()
    both = sinks((0, "speakers"), (1, "vtuber"))
    assert home.place(both, []) is Place.UNKNOWN
    assert home.place(both, on(1)) is Place.HOME
    assert home.place(both, on(0)) is Place.HOME  # moved by hand: its sink never went away
    assert home.place(sinks((0, "speakers")), on(0)) is Place.AWAY
    back = sinks((0, "speakers"), (2, "vtuber"))
    assert home.place(back, on(0)) is Place.RETURNED
    assert home.place(back, on(2)) is Place.HOME
