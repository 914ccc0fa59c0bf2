"""The errors Tacitus raises: each message says what happened, where, and what to do next."""


class TacitusError(Exception):
    """Base of every error raised on purpose; catch it to catch them all."""


class InputError(TacitusError):
    """An input (file, folder, record, column) cannot be read as it was asked for."""


class RuleError(TacitusError):
    """A codebook file is wrong; the message lists every problem found, with file and path."""


class ModelError(TacitusError):
    """A model is missing, or its weights are not the ones that `models.toml` names."""


class StoreError(TacitusError):
    """Results cannot be written to, or read from, the place that was asked for."""


class EngineError(TacitusError):
    """The chosen engine cannot run here."""
