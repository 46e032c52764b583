/** How `ao` ends; scripts may rely on it, and `ao --help` prints it. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  unfinished: 4,
  timeout: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The part of `--help` that documents the exit codes and the environment. */
export const exitCodesHelp = `
Exit codes:
  0    done
  1    the platform refused the request, or it failed
  2    wrong usage: unknown command or option, a value of the wrong kind
  3    the platform cannot be reached
  4    the job ended without completing: denied, failed or cancelled
  5    it took longer than allowed
  130  interrupted

Environment:
  AO_URL            HTTP address of the platform     (http://127.0.0.1:8787)
  AO_GRPC_ADDRESS   gRPC address of the platform     (127.0.0.1:8788)
  AO_TOKEN          token; else the file admin-token in AO_DATA_DIR is read
  AO_DATA_DIR       where the platform keeps data    (./.ao)
  NO_COLOR          no colours

With --json, stdout holds one JSON document, or JSON lines where output follows
something, and nothing else; what goes wrong is one JSON document on stderr.`;
