"""Spanish names of months, units and currencies, and what common abbreviations stand for."""

from __future__ import annotations

from typing import NamedTuple


class Noun(NamedTuple):
    """What is counted."""

    one: str
    many: str
    feminine: bool = False


MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)

CURRENCIES = {
    "$": Noun("dólar", "dólares"),
    "US$": Noun("dólar", "dólares"),
    "€": Noun("euro", "euros"),
    "£": Noun("libra", "libras", feminine=True),
    "¥": Noun("yen", "yenes"),
}

UNITS = {
    "%": Noun("por ciento", "por ciento"),
    "km/h": Noun("kilómetro por hora", "kilómetros por hora"),
    "m/s": Noun("metro por segundo", "metros por segundo"),
    "km": Noun("kilómetro", "kilómetros"),
    "m": Noun("metro", "metros"),
    "cm": Noun("centímetro", "centímetros"),
    "mm": Noun("milímetro", "milímetros"),
    "m²": Noun("metro cuadrado", "metros cuadrados"),
    "kg": Noun("kilogramo", "kilogramos"),
    "g": Noun("gramo", "gramos"),
    "mg": Noun("miligramo", "miligramos"),
    "l": Noun("litro", "litros"),
    "L": Noun("litro", "litros"),
    "ml": Noun("mililitro", "mililitros"),
    "h": Noun("hora", "horas", feminine=True),
    "min": Noun("minuto", "minutos"),
    "s": Noun("segundo", "segundos"),
    "ms": Noun("milisegundo", "milisegundos"),
    "°C": Noun("grado Celsius", "grados Celsius"),
    "°F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "°": Noun("grado", "grados"),
    "Hz": Noun("hercio", "hercios"),
    "kHz": Noun("kilohercio", "kilohercios"),
    "GHz": Noun("gigahercio", "gigahercios"),
    "MB": Noun("megabyte", "megabytes"),
    "GB": Noun("gigabyte", "gigabytes"),
    "W": Noun("vatio", "vatios"),
    "V": Noun("voltio", "voltios"),
}

ABBREVIATIONS = {
    "sr.": "señor",
    "sra.": "señora",
    "srta.": "señorita",
    "dr.": "doctor",
    "dra.": "doctora",
    "ud.": "usted",
    "uds.": "ustedes",
    "dña.": "doña",
    "prof.": "profesor",
    "ee.uu.": "Estados Unidos",
    "etc.": "etcétera",
    "pág.": "página",
    "núm.": "número",
}
