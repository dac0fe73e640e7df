"""Which options of docker, Compose, podman and the programs that run others take a value, as data.

From the documented command lines of docker 28, Compose 2.40 (and 1.29 where it differs), podman 5 and podman-compose
1.5.  An option that is in no table here takes none; for podman, whose verbs are docker's, the rows are both programs'
together.
"""

from __future__ import annotations


def _set(*rows: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.split())


DOCKER = _set("--config -c --context -H --host -l --log-level --tlscacert --tlscert --tlskey")
"""Options of docker itself with a value."""

PODMAN = _set(
    "--cgroup-manager --config --conmon -c --connection --events-backend --hooks-dir --identity --imagestore",
    "--log-level --module --network-cmd-path --network-config-dir --out --root --runroot --runtime --runtime-flag",
    "--ssh",
    "--storage-driver --storage-opt --tmpdir --url --volumepath --pull-option --cdi-spec-dir",
)
"""Options of podman itself with a value."""

COMPOSE = _set(
    "--ansi --env-file -f --file --parallel --profile --progress --project-directory -p --project-name --workdir",
    "-c --context -H --host --log-level --tlscacert --tlscert --tlskey",
    "--podman-path --podman-args --podman-pull-args --podman-push-args --podman-build-args --podman-inspect-args",
    "--podman-run-args --podman-start-args --podman-stop-args --podman-rm-args --podman-volume-args --in-pod",
    "--pod-args",
)
"""Options before the verb of Compose with a value; those of 1.29 and of podman-compose are in the last four rows."""

COMPOSE_VERBS = {
    "attach": _set("--detach-keys --index"),
    "build": _set("--build-arg --builder -m --memory --progress --provenance --sbom --ssh"),
    "config": _set("--format --hash -o --output"),
    "convert": _set("--format --hash -o --output"),
    "cp": _set("--index"),
    "create": _set("--pull --scale"),
    "down": _set("--rmi -t --timeout"),
    "events": _set("--since --until"),
    "exec": _set("-e --env --index -u --user -w --workdir"),
    "export": _set("--index -o --output"),
    "images": _set("--format"),
    "kill": _set("-s --signal"),
    "logs": _set("--index -n --tail --since --until"),
    "ls": _set("--filter --format"),
    "pause": _set(),
    "port": _set("--index --protocol"),
    "ps": _set("--filter --format --status"),
    "publish": _set("--app --oci-version --resolve-image-digests"),
    "pull": _set("--policy"),
    "push": _set(),
    "restart": _set("-t --timeout"),
    "rm": _set(),
    "run": _set(
        "--cap-add --cap-drop --entrypoint -e --env --env-from-file -l --label --name -p --publish --pull -u --user",
        "-v --volume -w --workdir",
    ),
    "scale": _set(),
    "start": _set("--wait-timeout -t --timeout"),
    "stats": _set("--format"),
    "stop": _set("-t --timeout"),
    "top": _set(),
    "unpause": _set(),
    "up": _set("--attach --exit-code-from --no-attach --pull --scale -t --timeout --wait-timeout"),
    "version": _set("-f --format"),
    "volumes": _set("--format"),
    "wait": _set(),
    "watch": _set(),
}
"""Verbs of Compose, with their options that take a value."""

COMPOSE_SERVICES = _set(
    "attach build create down events export images kill logs pause port ps pull push restart rm scale start stats stop",
    "top unpause up volumes wait watch exec run",
)
"""Verbs of Compose whose further words are services; of exec and run only the first, of port too."""

COMPOSE_ONE_SERVICE = _set("attach exec export port run")

_RUN = _set(
    "--add-host --annotation -a --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent",
    "--cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime -c",
    "--cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps",
    "--device-read-iops --device-write-bps --device-write-iops --dns --dns-opt --dns-option --dns-search --domainname",
    "--entrypoint -e --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries",
    "--health-start-interval --health-start-period --health-timeout -h --hostname --io-maxbandwidth --io-maxiops --ip",
    "--ip6 --ipc --isolation --kernel-memory -l --label --label-file --link --link-local-ip --log-driver --log-opt",
    "--mac-address -m --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --net --net-alias",
    "--network --network-alias --oom-score-adj --pid --pids-limit --platform -p --publish --pull --restart --runtime",
    "--security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit -u --user --userns",
    "--uts -v --volume --volume-driver --volumes-from -w --workdir",
    # podman
    "--arch --authfile --cert-dir --cgroup-conf --cgroups --chrootdirs --conmon-pidfile --creds --decryption-key",
    "--env-merge --gidmap --group-entry --health-log-destination --health-max-log-count --health-max-log-size",
    "--health-on-failure --health-startup-cmd --health-startup-interval --health-startup-retries",
    "--health-startup-success --health-startup-timeout --hosts-file --hostuser --image-volume --init-ctr --init-path",
    "--intel-rdt-closid --os --passwd-entry --personality --pidfile --pod --pod-id-file --preserve-fd --preserve-fds",
    "--rdt-class --requires --retry --retry-delay --sdnotify --seccomp-policy --secret --shm-size-systemd --subgidname",
    "--subuidname --systemd --timeout --tz --uidmap --umask --unsetenv --variant",
)

_STOP = _set("-s --signal -t --time --timeout --cidfile --filter")

CONTAINER_VERBS = {
    "attach": _set("--detach-keys"),
    "commit": _set("-a --author -c --change -m --message -f --format --iidfile"),
    "cp": _set(),
    "create": _RUN,
    "diff": _set("--format"),
    "exec": _set("--detach-keys -e --env --env-file -u --user -w --workdir --preserve-fd --preserve-fds --cidfile"),
    "export": _set("-o --output"),
    "inspect": _set("-f --format --type"),
    "kill": _set("-s --signal --cidfile"),
    "logs": _set("--since -n --tail --until"),
    "ls": _set("-f --filter --format -n --last"),
    "pause": _set("--cidfile -f --filter"),
    "port": _set(),
    "prune": _set("--filter"),
    "ps": _set("-f --filter --format -n --last"),
    "rename": _set(),
    "restart": _STOP,
    "rm": _set("--cidfile --filter -t --time"),
    "run": _RUN,
    "start": _set("--checkpoint --checkpoint-dir --detach-keys --filter"),
    "stats": _set("--format -i --interval"),
    "stop": _STOP,
    "top": _set(),
    "unpause": _set("--cidfile -f --filter"),
    "update": _set(
        "--blkio-weight --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime -c --cpu-shares --cpus --cpuset-cpus",
        "--cpuset-mems -m --memory --memory-reservation --memory-swap --pids-limit --restart",
    ),
    "wait": _set("--condition -i --interval"),
}
"""Verbs of `docker container`, most of which docker takes without that word too, with their options with a value."""

OTHER_VERBS = {
    "build": _set(
        "--add-host --allow --annotation --attest --build-arg --build-context --builder --cache-from --cache-to",
        "--cgroup-parent --cpu-period --cpu-quota -c --cpu-shares --cpuset-cpus --cpuset-mems -f --file --iidfile",
        "--isolation --label -m --memory --memory-swap --metadata-file --network --no-cache-filter -o --output",
        "--platform --progress --provenance --sbom --secret --security-opt --shm-size --ssh -t --tag --target --ulimit",
        "--authfile --cap-add --cap-drop --creds --device --dns --env --from --layer-label --logfile --pull -v",
        "--volume",
    ),
    "events": _set("-f --filter --format --since --until"),
    "images": _set("-f --filter --format"),
    "import": _set("-c --change -m --message --platform"),
    "info": _set("-f --format"),
    "load": _set("-i --input --platform"),
    "login": _set("-p --password -u --username --authfile"),
    "pull": _set("--platform --arch --authfile --creds --os --policy --retry --retry-delay --variant"),
    "push": _set("--platform --authfile --creds --format"),
    "rmi": _set(),
    "save": _set("-o --output --platform --format"),
    "search": _set("-f --filter --format --limit"),
    "tag": _set(),
    "version": _set("-f --format"),
}
"""Further verbs of docker and podman that stand alone."""

GROUPS = _set(
    "buildx builder checkpoint compose config container context image machine manifest model network node plugin pod",
    "secret service stack swarm system trust volume generate play kube quadlet farm artifact healthcheck",
)
"""Words behind which a second one completes the verb, as in `docker volume rm`."""

NAMES_CONTAINERS = _set("exec kill logs pause restart rm start stop unpause wait attach top port")
"""Verbs of docker whose further words are containers; of some only the first."""

NAMES_ONE_CONTAINER = _set("exec attach logs top port")

COMMAND_FOLLOWS = _set("run exec create")
"""Verbs behind whose first word (an image, a service, a container) everything belongs to the program inside."""

SYSTEMCTL = _set(
    "-t --type --state --job-mode --what -s --signal --kill-whom --kill-value -p -P --property -H --host -M --machine",
    "-n --lines -o --output --root --image --image-policy --timestamp --preset-mode --when --message --drop-in",
    "--boot-loader-entry",
)

CADDY = _set(
    "-c --config -a --adapter --address --pidfile --envfile -p --path -r --root --from --to --listen --domain",
    "--access-log",
    "--header-up --header-down --status --body --header -l -d -o --output -H",
)
"""Options of all verbs of caddy that take a value."""

WRAPPERS = {
    "env": _set("-u --unset -C --chdir -S --split-string"),
    "sudo": _set("-u --user -g --group -h --host -p --prompt -C -D --chdir -R --chroot -T -r --role -t --type -U"),
    "doas": _set("-u -C -a"),
    "nice": _set("-n --adjustment"),
    "ionice": _set("-c --class -n --classdata"),
    "chrt": _set("-T --sched-runtime -P --sched-period -D --sched-deadline"),
    "timeout": _set("-k --kill-after -s --signal"),
    "nohup": _set(),
    "busybox": _set(),
    "setsid": _set(),
    "stdbuf": _set("-i --input -o --output -e --error"),
    "flock": _set("-w --wait --timeout -E --conflict-exit-code"),
    "chronic": _set(),
    "time": _set("-f --format -o --output"),
    "exec": _set("-a"),
    "command": _set(),
    "runuser": _set("-u --user -g --group -G --supp-group"),
    "setpriv": _set("--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits --pdeathsig"),
}
"""Programs that run the command behind their options, with those that take a value."""

WRAPPER_OPERANDS = {"timeout": 1, "flock": 1, "chrt": 1}
"""How many words of their own such programs take before the command."""

SHELLS = _set("sh bash dash ash zsh ksh mksh")

SHELL_OPTIONS = _set("-o +o -O +O --rcfile --init-file")
"""Options of a shell that take a value."""
