"""What VTube Studio takes, written down from its public API's documentation; strict, so that nothing slips by."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator

Short = Annotated[str, StringConstraints(strict=True, min_length=3, max_length=32)]
Number = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]
ParameterName = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9]{4,32}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Envelope(Strict):
    apiName: Literal["VTubeStudioPublicAPI"]  # noqa: N815
    apiVersion: Literal["1.0"]  # noqa: N815
    requestID: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,64}$")]  # noqa: N815
    messageType: str  # noqa: N815
    data: dict[str, Any] | None = None


class Nothing(Strict):
    pass


class TokenData(Strict):
    pluginName: Short  # noqa: N815
    pluginDeveloper: Short  # noqa: N815
    pluginIcon: str | None = None  # noqa: N815


class AuthenticationData(Strict):
    pluginName: Short  # noqa: N815
    pluginDeveloper: Short  # noqa: N815
    authenticationToken: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,64}$")]  # noqa: N815


class CreationData(Strict):
    parameterName: ParameterName  # noqa: N815
    explanation: Annotated[str, StringConstraints(max_length=255)] = ""
    min: Number
    max: Number
    defaultValue: Number  # noqa: N815

    @model_validator(mode="after")
    def _ordered(self) -> CreationData:
        assert self.min <= self.defaultValue <= self.max
        return self


class ParameterValue(Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+$")]
    value: Number
    weight: Annotated[float, Field(ge=0, le=1)] = 1.0


class InjectionData(Strict):
    faceFound: StrictBool = False  # noqa: N815
    mode: Literal["set", "add"] = "set"
    parameterValues: Annotated[list[ParameterValue], Field(min_length=1)]  # noqa: N815

    @model_validator(mode="after")
    def _each_once(self) -> InjectionData:
        names = [each.id for each in self.parameterValues]
        assert len(names) == len(set(names))
        return self


class HotkeysData(Strict):
    modelID: str | None = None  # noqa: N815
    live2DItemFileName: str | None = None  # noqa: N815


class HotkeyData(Strict):
    hotkeyID: Annotated[str, StringConstraints(min_length=1)]  # noqa: N815
    itemInstanceID: str | None = None  # noqa: N815


class ExpressionsData(Strict):
    details: StrictBool = False
    expressionFile: str = ""  # noqa: N815


class ActivationData(Strict):
    expressionFile: Annotated[str, StringConstraints(pattern=r"\.exp3\.json$")]  # noqa: N815
    active: StrictBool
    fadeTime: Annotated[float, Field(ge=0, le=2)] = 0.25  # noqa: N815


class SubscriptionData(Strict):
    eventName: Literal["TestEvent", "ModelLoadedEvent", "ModelConfigChangedEvent", "HotkeyTriggeredEvent"]  # noqa: N815
    subscribe: StrictBool
    config: dict[str, Any] | None = None


REQUESTS: dict[str, type[Strict]] = {
    "APIStateRequest": Nothing,
    "AuthenticationTokenRequest": TokenData,
    "AuthenticationRequest": AuthenticationData,
    "CurrentModelRequest": Nothing,
    "HotkeysInCurrentModelRequest": HotkeysData,
    "HotkeyTriggerRequest": HotkeyData,
    "ExpressionStateRequest": ExpressionsData,
    "ExpressionActivationRequest": ActivationData,
    "InputParameterListRequest": Nothing,
    "ParameterCreationRequest": CreationData,
    "InjectParameterDataRequest": InjectionData,
    "EventSubscriptionRequest": SubscriptionData,
}


def checked(frame: str) -> tuple[Envelope, Any]:
    """A request's envelope and its data; raises where VTube Studio would refuse the shape."""
    envelope = Envelope.model_validate(json.loads(frame))
    return envelope, REQUESTS[envelope.messageType].model_validate(envelope.data or {})
