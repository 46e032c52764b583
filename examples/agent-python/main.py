"""An agent of its own process that the platform trains and measures over gRPC.

Environment: AGENT_HOST (127.0.0.1), AGENT_PORT (0: a free one), AGENT_PROTO_DIR (the proto folder of the platform).
Prints one JSON line with its address when it is ready; SIGTERM stops it.
"""

import json
import os
import signal
import sys
from concurrent import futures
from pathlib import Path

PROTO_DIRECTORY = os.environ.get("AGENT_PROTO_DIR", str(Path(__file__).resolve().parents[2] / "proto"))
sys.path.insert(0, PROTO_DIRECTORY)

import grpc  # noqa: E402: the protos are found on the path set above
from google.protobuf import json_format  # noqa: E402

from style_guard import judge  # noqa: E402

# grpcio-tools compiles the protos in memory: no generated code to keep in line.
messages, services = grpc.protos_and_services("agent/v1/agent.proto")

PROFILE = {
    "id": "style-guard",
    "version": "1.1.0",
    "role": "validation",
    "description": "Tells spam from ham by how a mail is written: markup, shouting, money, quoting.",
    "searchSpace": [
        {"name": "threshold", "description": "Probability from which a mail is called spam.", "floatRange": {"min": 0.05, "max": 0.95}},
        {"name": "markup_weight", "description": "Log-odds of a mail full of markup.", "floatRange": {"min": 0, "max": 6}},
        {"name": "shouting_weight", "description": "Log-odds of a mail that shouts.", "floatRange": {"min": 0, "max": 6}},
    ],
    "defaults": {"threshold": 0.5, "markup_weight": 1, "shouting_weight": 1},
    "requiredLeases": ["training.run"],
    "taskSets": ["spam-assassin"],
    "searchSplits": ["train", "dev"],
    "maxTokensPerEpisode": 4000,
    "episodeTimeoutMs": 2000,
    "deterministic": True,
}
RANGES = {parameter["name"]: parameter["floatRange"] for parameter in PROFILE["searchSpace"]}


def configuration_of(given):
    configuration = {**PROFILE["defaults"], **given}
    for name, value in configuration.items():
        bounds = RANGES.get(name)
        if bounds is None:
            raise ValueError(f"configuration.{name} is not a parameter of {PROFILE['id']}")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not bounds["min"] <= value <= bounds["max"]:
            raise ValueError(f"configuration.{name} must be a number from {bounds['min']} to {bounds['max']}")
    return configuration


def mail_of(item):
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or not isinstance(item.get("subject", ""), str):
        raise ValueError("input must be {text, subject?}")
    return item.get("subject", ""), item["text"]


class Agent(services.AgentServiceServicer):
    def Describe(self, request, context):
        return json_format.ParseDict({"profile": PROFILE}, messages.DescribeResponse())

    def RunEpisode(self, request, context):
        try:
            configuration = configuration_of(json_format.MessageToDict(request.configuration))
            subject, text = mail_of(json_format.MessageToDict(request.input))
        except ValueError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        verdict = judge(subject, text, **configuration)
        if verdict.words_read == 0:  # nothing to judge: declining is counted apart from being wrong
            return messages.RunEpisodeResponse(refused=True)
        # No choice by chance is made here: an agent that makes one takes request.seed for it.
        answer = messages.RunEpisodeResponse(confidence=verdict.confidence, tokens_in=min(verdict.words_read, PROFILE["maxTokensPerEpisode"] - 1), tokens_out=1)
        answer.output.struct_value.update({"label": verdict.label})
        return answer


def main():
    host, port = os.environ.get("AGENT_HOST", "127.0.0.1"), os.environ.get("AGENT_PORT", "0")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    services.add_AgentServiceServicer_to_server(Agent(), server)
    bound = server.add_insecure_port(f"{host}:{port}")
    server.start()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: server.stop(grace=5))
    print(json.dumps({"agent": PROFILE["id"], "address": f"{host}:{bound}"}), flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
