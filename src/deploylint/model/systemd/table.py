"""The vocabulary of systemd units, as text; generated from schemas/systemd.yaml by `make generate`.

A line is a key, its type, flags (l list, e empty, s specifiers, f fatal, or -), the release that brought it (0: older
than v219), and further facts: v=set of VALUES, r=least:greatest, w=word taken beside numbers, x=suffix of the unit it
names, t=status, d=release that ignores it, g=release without it, and last p=key to write instead.
"""

from __future__ import annotations

UNIT_TYPES: dict[str, tuple[str, ...]] = {
    "service": ("Unit", "Service", "Install"),
    "socket": ("Unit", "Socket", "Install"),
    "target": ("Unit", "Target", "Install"),
    "device": ("Unit", "Device", "Install"),
    "mount": ("Unit", "Mount", "Install"),
    "automount": ("Unit", "Automount", "Install"),
    "swap": ("Unit", "Swap", "Install"),
    "timer": ("Unit", "Timer", "Install"),
    "path": ("Unit", "Path", "Install"),
    "slice": ("Unit", "Slice", "Install"),
    "scope": ("Unit", "Scope", "Install"),
}
"""The sections of each unit type."""

NAMES: dict[str, str] = {
    "signals": """\
HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU
XFSZ VTALRM PROF WINCH IO PWR SYS""",
    "address-families": """\
ALG APPLETALK ASH ATMPVC ATMSVC AX25 BLUETOOTH BRIDGE CAIF CAN DECnet ECONET FILE IB IEEE802154 INET INET6 IPX IRDA
ISDN IUCV KCM KEY LLC LOCAL MCTP MPLS NETBEUI NETLINK NETROM NFC PACKET PHONET PPPOX QIPCRTR RDS ROSE ROUTE RXRPC
SECURITY SMC SNA TIPC UNIX VSOCK WANPIPE X25 XDP""",
    "targets": """\
basic bluetooth cryptsetup default getty graphical local-fs local-fs-pre multi-user network network-online
network-pre nss-lookup nss-user-lookup paths printer reboot remote-fs remote-fs-pre rescue shutdown sleep slices
sockets sound swap sysinit time-set time-sync timers umount""",
    "capabilities": """\
AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER
FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE
NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE
SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM""",
}
"""Names that values may hold, without SIG, AF_ and CAP_."""

VALUES: dict[str, str] = {
    "action": """\
none reboot reboot-force reboot-immediate poweroff poweroff-force poweroff-immediate exit exit-force soft-reboot@254
soft-reboot-force@254 kexec@254 kexec-force@254 halt@254 halt-force@254 halt-immediate@254""",
    "collect": "inactive inactive-or-failed",
    "cpu-policy": "other batch idle fifo rr ext@260",
    "cpuset-partition": "member@261 root@261 isolated@261",
    "defer-trigger": "no@258 yes@258 patient@258",
    "device-policy": "auto closed strict",
    "exit-type": "main@250 cgroup@250",
    "huge-pages": "inherit@261 disable@261 madvise@261 system@261",
    "input": "null tty tty-force tty-fail socket fd data file",
    "io-class": "none realtime best-effort idle",
    "ipv6-only": "default both ipv6-only",
    "job-mode": """\
fail replace replace-irreversibly isolate flush ignore-dependencies ignore-requirements triggering@244
restart-dependencies@254 lenient@258""",
    "keyring": "inherit private shared",
    "kill-mode": "control-group process mixed none",
    "log-facility": """\
kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 local5 local6
local7""",
    "log-level": "emerg alert crit err warning notice info debug",
    "managed-oom": "auto@247 kill@247",
    "notify-access": "none main all exec",
    "numa-policy": "default@243 preferred@243 bind@243 interleave@243 local@243",
    "oom-policy": "continue@243 stop@243 kill@243",
    "oom-preference": "none@248 avoid@248 omit@248",
    "output": "inherit null tty kmsg kmsg+console journal journal+console socket fd file append truncate@248",
    "personality": "x86 x86-64 ppc ppc-le ppc64 ppc64-le s390 s390x arm64 loongarch64",
    "preserve": "no yes restart on-success@261",
    "pressure-watch": "auto@254 skip@254 no@257 yes@257",
    "private-tmp": "no@257 connected@257 disconnected@257",
    "private-users": "no@257 self@257 identity@257 full@258 managed@260",
    "proc-subset": "all@247 pid@247",
    "propagation": "shared slave private",
    "protect-cgroups": "no@257 yes@257 private@257 strict@257",
    "protect-home": "no yes read-only tmpfs",
    "protect-hostname": "no@258 yes@258 private@258",
    "protect-proc": "default@247 noaccess@247 invisible@247 ptraceable@247",
    "protect-system": "no yes full strict",
    "restart": "no on-success on-failure on-abnormal on-watchdog on-abort always",
    "restart-mode": "normal@254 direct@254 debug@257",
    "service-type": "simple forking oneshot dbus notify idle exec notify-reload@253",
    "socket-protocol": "udplite sctp",
    "timeout-failure": "terminate@246 abort@246 kill@246",
    "timestamping": "off@247 us@247 ns@247 nsec usec µs μs",
    "tos": "low-delay throughput reliability low-cost",
    "utmp": "init login user",
    "yes-no": "no@257 yes@257",
}
"""Closed sets of words; word@release for those that came later than their key."""

GROUPS: dict[str, str] = {
    "exec": """\
AmbientCapabilities capabilities le 229
AppArmorProfile profile esf 210
BPFDelegateAttachments bpf-names l 258
BPFDelegateCommands bpf-names l 258
BPFDelegateMaps bpf-names l 258
BPFDelegatePrograms bpf-names l 258
BindLogSockets bool e 257
BindPaths bind-paths les 233
BindReadOnlyPaths bind-paths les 233
CPUAffinity cpus le 0
CPUSchedulingPolicy enum e 0 r=0:2147483647 v=cpu-policy
CPUSchedulingPriority int - 0 r=0:99
CPUSchedulingResetOnFork bool - 0
CacheDirectory directories les 211
CacheDirectoryAccounting bool - 258
CacheDirectoryMode mode - 234
CacheDirectoryQuota quota e 258
Capabilities removed e 0 t=removed d=232 p=CapabilityBoundingSet
CapabilityBoundingSet capabilities le 0
ConfigurationDirectory directories les 211
ConfigurationDirectoryMode mode - 234
CoredumpFilter coredump-filter e 246
DelegateNamespaces namespaces le 258
DynamicUser bool f 232
Environment environment les 0
EnvironmentFile environment-file les 0
ExecPaths prefixed-paths les 248
ExecSearchPath search-path les 250
ExtensionDirectories prefixed-paths les 251
ExtensionImagePolicy image-policy e 254
ExtensionImages images les 248
Group user esf 0
IOSchedulingClass enum e 0 r=0:8 v=io-class
IOSchedulingPriority int e 0 r=0:7
IPCNamespacePath path es 248
IgnoreSIGPIPE bool - 0
ImportCredential credential-glob les 254
InaccessibleDirectories prefixed-paths les 0 t=alias p=InaccessiblePaths
InaccessiblePaths prefixed-paths les 231
KeyringMode enum - 235 v=keyring
LimitAS rlimit - 0
LimitCORE rlimit - 0
LimitCPU rlimit - 0
LimitDATA rlimit - 0
LimitFSIZE rlimit - 0
LimitLOCKS rlimit - 0
LimitMEMLOCK rlimit - 0
LimitMSGQUEUE rlimit - 0
LimitNICE rlimit - 0
LimitNOFILE rlimit - 0
LimitNPROC rlimit - 0
LimitRSS rlimit - 0
LimitRTPRIO rlimit - 0
LimitRTTIME rlimit - 0
LimitSIGPENDING rlimit - 0
LimitSTACK rlimit - 0
LoadCredential credential-source les 247
LoadCredentialEncrypted credential-source les 250
LockPersonality bool - 235
LogExtraFields journal-fields les 236
LogFilterPatterns log-pattern - 253
LogLevelMax log-level - 236 r=0:7 v=log-level
LogNamespace string e 245
LogRateLimitBurst int - 240 r=0:4294967295
LogRateLimitIntervalSec timespan - 240
LogsDirectory directories les 211
LogsDirectoryAccounting bool - 258
LogsDirectoryMode mode - 234
LogsDirectoryQuota quota e 258
MemoryDenyWriteExecute bool - 231
MemoryKSM bool e 254
MemoryTHP enum - 260 v=huge-pages
MountAPIVFS bool e 233
MountFlags enum e 0 v=propagation
MountImagePolicy image-policy e 254
MountImages images les 247
NUMAMask numa-nodes e 243
NUMAPolicy enum e 243 v=numa-policy
NetworkNamespacePath path es 242
Nice int e 0 r=-20:19
NoExecPaths prefixed-paths les 248
NoNewPrivileges bool - 187
OOMScoreAdjust int e 0 r=-1000:1000
PAMName string es 0
PassEnvironment environment-names les 228
Personality enum e 209 v=personality
PrivateBPF enum-or-bool - 258 v=yes-no
PrivateDevices bool - 209
PrivateIPC bool - 248
PrivateMounts bool e 239
PrivateNetwork bool - 0
PrivatePIDs enum-or-bool - 257 v=yes-no
PrivateTmp enum-or-bool - 0 v=private-tmp
PrivateUsers enum-or-bool - 232 v=private-users
ProcSubset enum - 247 v=proc-subset
ProtectClock bool - 245
ProtectControlGroups enum-or-bool - 232 v=protect-cgroups
ProtectHome enum-or-bool - 214 v=protect-home
ProtectHostname enum-or-bool e 242 v=protect-hostname
ProtectKernelLogs bool - 244
ProtectKernelModules bool - 232
ProtectKernelTunables bool - 232
ProtectProc enum - 247 v=protect-proc
ProtectSystem enum-or-bool - 214 v=protect-system
ReadOnlyDirectories prefixed-paths les 0 t=alias p=ReadOnlyPaths
ReadOnlyPaths prefixed-paths les 231
ReadWriteDirectories prefixed-paths les 0 t=alias p=ReadWritePaths
ReadWritePaths prefixed-paths les 231
RemoveIPC bool - 232
RestrictAddressFamilies address-families le 211
RestrictFileSystems file-systems le 250
RestrictNamespaces namespaces le 233
RestrictRealtime bool - 231
RestrictSUIDSGID bool - 242
RootDirectory path esf 0
RootEphemeral bool - 254
RootHash root-hash e 246
RootHashSignature root-hash-signature e 246
RootImage path esf 233
RootImageOptions partition-options es 247
RootImagePolicy image-policy e 254
RootMStack path sf 260
RootVerity path esf 246
RuntimeDirectory directories les 211
RuntimeDirectoryMode mode - 234
RuntimeDirectoryPreserve enum-or-bool - 235 v=preserve
SELinuxContext label esf 209
SecureBits secure-bits le 0
SetCredential credential-value les 247
SetCredentialEncrypted credential-value les 250
SetLoginEnvironment bool e 255
SmackProcessLabel label esf 218
StandardError output s 0 v=output
StandardInput input s 0 v=input
StandardInputData base64 e 236
StandardInputText text e 236
StandardOutput output s 0 v=output
StateDirectory directories les 211
StateDirectoryAccounting bool - 258
StateDirectoryMode mode - 234
StateDirectoryQuota quota e 258
SupplementaryGroups users lesf 0
SyslogFacility enum - 0 r=0:127 v=log-facility
SyslogIdentifier string es 0
SyslogLevel log-level - 0 r=0:7 v=log-level
SyslogLevelPrefix bool - 0
SystemCallArchitectures architectures le 209
SystemCallErrorNumber errno e 209
SystemCallFilter syscalls le 187
SystemCallLog syscalls le 247
TTYColumns int e 250 r=0:4294967295
TTYPath path es 0
TTYReset bool - 0
TTYRows int e 250 r=0:4294967295
TTYVHangup bool - 0
TTYVTDisallocate bool - 0
TemporaryFileSystem tmpfs-mounts les 238
TimeoutCleanSec timespan - 244
TimerSlackNSec timespan-nsec - 0
UMask mode - 0
UnsetEnvironment environment-entries les 235
User user esf 0
UserNamespacePath path s 259
UtmpIdentifier string es 0
UtmpMode enum - 225 v=utmp
WorkingDirectory working-directory esf 0
""",
    "kill": """\
FinalKillSignal signal - 240
KillMode enum e 187 v=kill-mode
KillSignal signal - 187
RestartKillSignal signal - 244
SendSIGHUP bool - 207
SendSIGKILL bool - 187
WatchdogSignal signal - 240
""",
    "cgroup": """\
AllowedCPUs cpus les 244
AllowedMemoryNodes cpus les 244
BPFProgram bpf-program les 249
BindNetworkInterface interface es 260
BlockIOAccounting removed - 0 t=removed d=258 p=IOAccounting
BlockIODeviceWeight removed e 0 t=removed d=258 p=IODeviceWeight
BlockIOReadBandwidth removed e 0 t=removed d=258 p=IOReadBandwidthMax
BlockIOWeight removed e 0 t=removed d=258 p=IOWeight
BlockIOWriteBandwidth removed e 0 t=removed d=258 p=IOWriteBandwidthMax
CPUAccounting removed - 0 t=removed d=258
CPUPressureThresholdSec timespan - 261
CPUPressureWatch enum-or-bool - 261 v=pressure-watch
CPUQuota cpu-quota e 213
CPUQuotaPeriodSec timespan e 242
CPUSetPartition enum - 261 v=cpuset-partition
CPUShares removed e 0 t=removed d=258 p=CPUWeight
CPUWeight int e 232 r=1:10000 w=idle
CoredumpReceive bool - 255
DefaultMemoryLow removed e 243 t=removed d=260
DefaultMemoryMin removed e 243 t=removed d=260
DefaultStartupMemoryLow removed - 254 t=removed d=260
Delegate controllers le 218
DelegateSubgroup cgroup-name e 257
DeviceAllow device-rule les 208
DevicePolicy enum - 208 v=device-policy
DisableControllers controllers e 240
IOAccounting bool - 230
IODeviceLatencyTargetSec device-timespan les 240
IODeviceWeight device-weight les 230
IOPressureThresholdSec timespan - 261
IOPressureWatch enum-or-bool - 261 v=pressure-watch
IOReadBandwidthMax device-bandwidth les 230
IOReadIOPSMax device-bandwidth les 230
IOWeight int e 230 r=1:10000
IOWriteBandwidthMax device-bandwidth les 230
IOWriteIOPSMax device-bandwidth les 230
IPAccounting bool - 235
IPAddressAllow ip-prefixes le 235
IPAddressDeny ip-prefixes le 235
IPEgressFilterPath path les 243
IPIngressFilterPath path les 243
ManagedOOMMemoryPressure enum e 247 v=managed-oom
ManagedOOMMemoryPressureDurationSec timespan e 257 r=1:
ManagedOOMMemoryPressureLimit percent e 247
ManagedOOMPreference enum - 248 v=oom-preference
ManagedOOMSwap enum e 247 v=managed-oom
MemoryAccounting bool - 208
MemoryHigh memory e 231
MemoryLimit removed e 0 t=removed d=258 p=MemoryMax
MemoryLow memory e 240
MemoryMax memory e 231
MemoryMin memory e 240
MemoryPressureThresholdSec timespan - 254
MemoryPressureWatch enum-or-bool - 254 v=pressure-watch
MemorySwapMax memory e 232
MemoryZSwapMax memory e 253
MemoryZSwapWriteback bool - 256
NFTSet nft-sets - 255
NetClass removed e 220 t=removed d=229
OOMRules names le 261
RestrictNetworkInterfaces interfaces le 250
Slice unit s 208 x=slice
SocketBindAllow socket-bind le 249
SocketBindDeny socket-bind le 249
StartupAllowedCPUs cpus les 250
StartupAllowedMemoryNodes cpus les 250
StartupBlockIOWeight removed e 0 t=removed d=258 p=StartupIOWeight
StartupCPUShares removed e 0 t=removed d=258 p=StartupCPUWeight
StartupCPUWeight int e 232 r=1:10000 w=idle
StartupIOWeight int e 230 r=1:10000
StartupMemoryHigh memory e 254
StartupMemoryLow memory e 254
StartupMemoryMax memory e 254
StartupMemorySwapMax memory e 254
StartupMemoryZSwapMax memory e 253
TasksAccounting bool - 227
TasksMax tasks e 227
""",
}
"""Keys that several sections share."""

SECTIONS: dict[str, str] = {
    "Automount": """\
DirectoryMode mode - 0
ExtraOptions string es 250
TimeoutIdleSec timespan - 220
Where path es 0
""",
    "Install": """\
Alias units ls 201
Also units ls 201
DefaultInstance instance s 215
RequiredBy units ls 201
UpheldBy units ls 254
WantedBy units ls 201
""",
    "Mount": """\
DirectoryMode mode - 0
ForceUnmount bool - 232
LazyUnmount bool - 232
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
Options string es 0
ReadWriteOnly bool - 246
SloppyOptions bool - 215
TimeoutSec timespan - 0
Type string es 0
What mount-source es 0
Where path es 0
""",
    "Path": """\
DirectoryMode mode - 0
DirectoryNotEmpty path les 0
MakeDirectory bool - 0
PathChanged path les 0
PathExists path les 0
PathExistsGlob path les 0
PathModified path les 0
TriggerLimitBurst int - 250 r=0:4294967295
TriggerLimitIntervalSec timespan - 250
Unit unit s 0
""",
    "Scope": """\
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
OOMPolicy enum - 253 v=oom-policy
RuntimeMaxSec timespan - 244
RuntimeRandomizedExtraSec timespan - 250
TimeoutStopSec timespan - 0
""",
    "Service": """\
BusName bus-name - 0
BusPolicy removed e 0 t=removed d=232
ExecCondition command lesf 243
ExecReload command lesf 0
ExecReloadPost command lesf 259
ExecStart command lesf 0
ExecStartPost command lesf 0
ExecStartPre command lesf 0
ExecStop command lesf 0
ExecStopPost command lesf 0
ExitType enum - 250 v=exit-type
FailureAction enum - 0 v=action t=moved p=[Unit] FailureAction
FileDescriptorStoreMax int - 219 r=0:4294967295
FileDescriptorStorePreserve enum-or-bool - 254 v=preserve
GuessMainPID bool - 0
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
NonBlocking bool - 0
NotifyAccess enum - 0 v=notify-access
OOMPolicy enum - 243 v=oom-policy
OpenFile open-file e 253
PIDFile pid-file esf 0
PermissionsStartOnly bool - 0
RebootArgument string es 0 t=moved p=[Unit] RebootArgument
RefreshOnReload refresh e 260
ReloadSignal signal - 253
RemainAfterExit bool - 0
Restart enum - 0 v=restart
RestartForceExitStatus exit-statuses le 215
RestartMaxDelaySec timespan - 254
RestartMode enum - 254 v=restart-mode
RestartPreventExitStatus exit-statuses le 189
RestartSec timespan - 0
RestartSteps int - 254 r=0:4294967295
RootDirectoryStartOnly bool - 0
RuntimeMaxSec timespan - 229
RuntimeRandomizedExtraSec timespan - 250
Sockets units ls 0 x=socket
StartLimitAction enum - 0 v=action t=moved p=[Unit] StartLimitAction
StartLimitBurst int - 0 r=0:4294967295 t=moved p=[Unit] StartLimitBurst
StartLimitInterval timespan - 0 t=moved p=[Unit] StartLimitIntervalSec
SuccessExitStatus exit-statuses le 189
SysVStartPriority removed e 0 t=removed d=219
TimeoutAbortSec timespan e 243
TimeoutSec timespan - 0
TimeoutStartFailureMode enum - 246 v=timeout-failure
TimeoutStartSec timespan - 188
TimeoutStopFailureMode enum - 246 v=timeout-failure
TimeoutStopSec timespan - 188
Type enum - 0 v=service-type
USBFunctionDescriptors path es 227
USBFunctionStrings path es 227
WatchdogSec timespan - 0
""",
    "Slice": """\
ConcurrencyHardMax int e 258 r=0:4294967295 w=infinity
ConcurrencySoftMax int e 258 r=0:4294967295 w=infinity
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
""",
    "Socket": """\
Accept bool - 0
AcceptFileDescriptors bool - 258
Backlog int - 0 r=0:4294967295
BindIPv6Only enum-or-bool - 0 v=ipv6-only
BindToDevice interface es 0
Broadcast bool - 0
DeferAcceptSec timespan - 216
DeferTrigger enum-or-bool - 258 v=defer-trigger
DeferTriggerMaxSec timespan - 258
DirectoryMode mode - 0
ExecStartPost command lesf 0
ExecStartPre command lesf 0
ExecStopPost command lesf 0
ExecStopPre command lesf 0
FileDescriptorName descriptor-name es 227
FlushPending bool - 247
FreeBind bool - 0
IPTOS enum e 0 r=0:255 v=tos
IPTTL int - 0 r=-2147483648:2147483647
KeepAlive bool - 0
KeepAliveIntervalSec timespan - 216
KeepAliveProbes int - 216 r=0:4294967295
KeepAliveTimeSec timespan - 216
ListenDatagram socket-address les 0
ListenFIFO path les 0
ListenMessageQueue message-queue les 0
ListenNetlink netlink-address les 0
ListenSequentialPacket socket-address les 0
ListenSpecial path les 0
ListenStream socket-address les 0
ListenUSBFunction path les 227
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
Mark int - 0 r=-2147483648:2147483647
MaxConnections int - 0 r=0:4294967295
MaxConnectionsPerSource int - 232 r=0:4294967295
MessageQueueMaxMessages int - 0 r=-9223372036854775808:9223372036854775807
MessageQueueMessageSize int - 0 r=-9223372036854775808:9223372036854775807
NoDelay bool - 216
PassCredentials bool - 0
PassFileDescriptorsToExec bool - 256
PassPIDFD bool - 258
PassPacketInfo bool - 246
PassSecurity bool - 0
PipeSize size - 0
PollLimitBurst int - 255 r=0:4294967295
PollLimitIntervalSec timespan - 255
Priority int - 0 r=-2147483648:2147483647
ReceiveBuffer size - 0
RemoveOnStop bool - 214
ReusePort bool - 206
SELinuxContextFromNet bool - 217
SendBuffer size - 0
Service unit s 0 x=service
SmackLabel string es 196
SmackLabelIPIn string es 196
SmackLabelIPOut string es 196
SocketGroup user esf 214
SocketMode mode - 0
SocketProtocol enum - 229 v=socket-protocol
SocketUser user esf 214
Symlinks paths les 214
TCPCongestion string e 0
TimeoutSec timespan - 0
Timestamping enum-or-bool - 247 v=timestamping
Transparent bool - 0
TriggerLimitBurst int - 230 r=0:4294967295
TriggerLimitIntervalSec timespan - 230
Writable bool - 227
""",
    "Swap": """\
ManagedOOMMemoryPressureLimitPercent percent e 247 t=removed g=248 p=ManagedOOMMemoryPressureLimit
Options string es 217
Priority int e 0 r=-1:32767
TimeoutSec timespan - 0
What mount-source es 0
""",
    "Timer": """\
AccuracySec timespan - 209
DeferReactivation bool - 257
FixedRandomDelay bool - 247
OnActiveSec timespan les 0
OnBootSec timespan les 0
OnCalendar calendar les 197
OnClockChange bool - 242
OnStartupSec timespan les 0
OnTimezoneChange bool - 242
OnUnitActiveSec timespan les 0
OnUnitInactiveSec timespan les 0
Persistent bool - 212
RandomizedDelaySec timespan - 229
RandomizedOffsetSec timespan - 258
RemainAfterElapse bool - 229
Unit unit s 0
WakeSystem bool - 212
""",
    "Unit": """\
After units ls 201
AllowIsolate bool - 201
AssertACPower condition les 218
AssertArchitecture condition les 218
AssertCPUFeature condition les 251
AssertCPUPressure condition les 250
AssertCPUs condition les 246
AssertCapability condition les 218
AssertControlGroupController condition les 218
AssertCredential condition les 252
AssertDirectoryNotEmpty condition-path les 218
AssertEnvironment condition les 246
AssertFileIsExecutable condition-path les 218
AssertFileNotEmpty condition-path les 218
AssertFirstBoot condition les 218
AssertFraction condition les 261
AssertGroup condition les 218
AssertHost condition les 218
AssertIOPressure condition les 250
AssertKernelCommandLine condition les 218
AssertKernelModuleLoaded condition les 258
AssertKernelVersion condition les 218 p=AssertVersion
AssertMachineTag condition les 261
AssertMemory condition les 246
AssertMemoryPressure condition les 250
AssertNeedsUpdate condition-path les 218
AssertNull bool - 0 g=247
AssertOSRelease condition les 249
AssertPathExists condition-path les 218
AssertPathExistsGlob condition-path les 218
AssertPathIsDirectory condition-path les 218
AssertPathIsEncrypted condition-path les 246
AssertPathIsMountPoint condition-path les 218
AssertPathIsReadWrite condition-path les 218
AssertPathIsSocket condition-path les 260
AssertPathIsSymbolicLink condition-path les 218
AssertSecurity condition les 218
AssertUser condition les 218
AssertVersion condition les 258
AssertVirtualization condition les 218
Before units ls 201
BindTo units ls 0 t=alias p=BindsTo
BindsTo units ls 201
CollectMode enum - 236 v=collect
ConditionACPower condition les 244
ConditionArchitecture condition les 201
ConditionCPUFeature condition les 251
ConditionCPUPressure condition les 250
ConditionCPUs condition les 246
ConditionCapability condition les 244
ConditionControlGroupController condition les 244
ConditionCredential condition les 252
ConditionDirectoryNotEmpty condition-path les 244
ConditionEnvironment condition les 246
ConditionFileIsExecutable condition-path les 244
ConditionFileNotEmpty condition-path les 244
ConditionFirmware condition les 249
ConditionFirstBoot condition les 244
ConditionFraction condition les 261
ConditionGroup condition les 244
ConditionHost condition les 244
ConditionIOPressure condition les 250
ConditionKernelCommandLine condition les 244
ConditionKernelModuleLoaded condition les 258
ConditionKernelVersion condition les 244 p=ConditionVersion
ConditionMachineTag condition les 261
ConditionMemory condition les 246
ConditionMemoryPressure condition les 250
ConditionNeedsUpdate condition-path les 244
ConditionNull bool - 0 g=247
ConditionOSRelease condition les 249
ConditionPathExists condition-path les 244
ConditionPathExistsGlob condition-path les 244
ConditionPathIsDirectory condition-path les 244
ConditionPathIsEncrypted condition-path les 246
ConditionPathIsMountPoint condition-path les 244
ConditionPathIsReadWrite condition-path les 244
ConditionPathIsSocket condition-path les 260
ConditionPathIsSymbolicLink condition-path les 247
ConditionSecurity condition les 244
ConditionUser condition les 244
ConditionVersion condition les 258
ConditionVirtualization condition les 244
Conflicts units ls 201
DefaultDependencies bool - 201
Description string es 201
Documentation urls les 201
FailureAction enum - 236 v=action
FailureActionExitStatus exit-status e 240 r=0:255
IgnoreOnIsolate bool - 201
IgnoreOnSnapshot removed e 0 t=removed d=229
JobRunningTimeoutSec timespan - 201
JobTimeoutAction enum - 240 v=action
JobTimeoutRebootArgument string es 240
JobTimeoutSec timespan - 201
JoinsNamespaceOf units ls 209
OnFailure units ls 201
OnFailureIsolate bool - 0 t=alias p=OnFailureJobMode
OnFailureJobMode enum - 209 v=job-mode
OnSuccess units ls 249
OnSuccessJobMode enum - 249 v=job-mode
PartOf units ls 201
PropagateReloadFrom units ls 0 t=alias p=ReloadPropagatedFrom
PropagateReloadTo units ls 0 t=alias p=PropagatesReloadTo
PropagatesReloadTo units ls 201
PropagatesStopTo units ls 249
RebootArgument string es 229
RefuseManualStart bool - 201
RefuseManualStop bool - 201
ReloadPropagatedFrom units ls 201
Requires units ls 201
RequiresMountsFor paths ls 201
RequiresOverridable units ls 0 t=deprecated p=Requires
Requisite units ls 201
RequisiteOverridable units ls 0 t=deprecated p=Requisite
SourcePath path es 201
StartLimitAction enum - 229 v=action
StartLimitBurst int - 229 r=0:4294967295
StartLimitInterval timespan - 220 t=alias p=StartLimitIntervalSec
StartLimitIntervalSec timespan - 229
StopPropagatedFrom units ls 249
StopWhenUnneeded bool - 201
SuccessAction enum - 236 v=action
SuccessActionExitStatus exit-status e 240 r=0:255
SurviveFinalKillSignal bool - 255
Upholds units ls 249
Wants units ls 201
WantsMountsFor paths ls 256
""",
}
"""Keys of one section only."""

INCLUDES: dict[str, tuple[str, ...]] = {
    "Automount": (),
    "Install": (),
    "Mount": (
        "exec",
        "kill",
        "cgroup",
    ),
    "Path": (),
    "Scope": (
        "kill",
        "cgroup",
    ),
    "Service": (
        "exec",
        "kill",
        "cgroup",
    ),
    "Slice": ("cgroup",),
    "Socket": (
        "exec",
        "kill",
        "cgroup",
    ),
    "Swap": (
        "exec",
        "kill",
        "cgroup",
    ),
    "Timer": (),
    "Unit": (),
}
"""The groups that a section has beside its own keys."""
