"""Who and what gets read: a pure decision over one message at a time, with bounded memory."""

from engine.gate.gate import Admitted, Gate, Refused
from engine.gate.priority import Priorities, priority_of
from engine.gate.settings import GateSettings

__all__ = ["Admitted", "Gate", "GateSettings", "Priorities", "Refused", "priority_of"]
