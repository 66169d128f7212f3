# Runs Meproc under systemd: `meproc service install|status|remove`. For the script that sources this file. Needs here,
# jar, lib, parts, die and find-java.sh.
#
#   service_command ARGUMENTS...   carries out the command line after "service"; ends the script
# shellcheck shell=sh disable=SC2154

service_usage() {
    cat <<'USAGE'
Usage: meproc service install [--user NAME] [--stop-timeout SECONDS] [--print] [--root DIR]
       meproc service status [--root DIR]
       meproc service remove [--print] [--root DIR]

Runs this Meproc as a systemd service: from boot on, and again after a crash.

  install  writes the unit /etc/systemd/system/meproc.service, creates the account where it is missing, links meproc into
           /usr/local/bin, enables and (re)starts the service. A restart ends all tasks
  status   exit code 0: active; 3: installed but not active; 4: not installed. Reports a unit that differs from what
           install would write
  remove   stops and disables the service, removes unit and link. Account, data and logs stay

  --user NAME             the account that Meproc and its tasks run as (default meproc). Tasks with "user" or "group"
                          need root
  --stop-timeout SECONDS  how long systemd waits for the tasks' end before it kills them, 15 to 86400 (default 30): the
                          longest stop.grace of a task and 20 s
  --print                 prints the unit and what would be done; changes nothing
  --root DIR              writes below DIR, an image or a chroot, and neither creates accounts nor starts anything
USAGE
}

wrong_service() {
    printf 'meproc service: %s\nSee meproc service --help.\n' "$1" >&2
    exit 2
}

service_command() {
    verb='' user='' stop_timeout='' root='' print=''
    while [ $# -gt 0 ]; do
        case $1 in
            -h | --help | help)
                service_usage
                exit 0
                ;;
            install | status | remove)
                [ -z "$verb" ] || wrong_service "one command at a time, not $verb and $1"
                verb=$1
                ;;
            --user=* | --stop-timeout=* | --root=*)
                option=$1
                shift
                set -- "${option%%=*}" "${option#*=}" "$@"
                continue
                ;;
            --user | --stop-timeout | --root)
                [ -n "${2-}" ] || wrong_service "$1 needs a value"
                case $1 in
                    --user) user=$2 ;;
                    --stop-timeout) stop_timeout=$2 ;;
                    --root) root=${2%/} ;;
                esac
                shift
                ;;
            --print) print=yes ;;
            *) wrong_service "unknown argument '$1'" ;;
        esac
        shift
    done
    [ -n "$verb" ] || wrong_service "expected install, status or remove"
    [ "$verb" = install ] || [ -z "$user$stop_timeout" ] || wrong_service "--user and --stop-timeout are for install"
    [ "$verb" != status ] || [ -z "$print" ] || wrong_service "--print is for install and remove"
    case ${user:=meproc} in
        -* | *[!A-Za-z0-9._-]*) wrong_service "--user: '$user' is not an account name; allowed are letters, digits, dot, _ and -" ;;
    esac
    # The length first, since test(1) refuses numbers that are too large for it.
    case ${stop_timeout:=30} in
        *[!0-9]* | ??????*) wrong_service "--stop-timeout: expected seconds from 15 to 86400, got '$stop_timeout'" ;;
    esac
    if [ "$stop_timeout" -lt 15 ] || [ "$stop_timeout" -gt 86400 ]; then
        wrong_service "--stop-timeout: expected seconds from 15 to 86400, got '$stop_timeout'"
    fi
    case $root in
        '' | /*) ;;
        *) root=$PWD/$root ;;
    esac
    [ -z "$root" ] || [ -d "$root" ] || die "service: --root: there is no folder $root"
    unit_file=$root/etc/systemd/system/meproc.service
    link=$root/usr/local/bin/meproc
    "service_$verb"
    exit 0
}

# The unit for this folder, account and time, from the template of the release.
unit() {
    # In a unit % is doubled. & and | are escaped for the other sed.
    program=$(printf '%s' "$here/meproc" | sed 's/%/%%/g; s/[&|]/\\&/g')
    if [ "$user" = root ]; then
        # These restrictions would prevent tasks from acting as root.
        unprivileged='/^# For an unprivileged Meproc/,/^$/d'
    else
        unprivileged=''
    fi
    sed -e "s|^ExecStart=.*|ExecStart=\"$program\"|" -e "s/^User=.*/User=$user/" \
        -e "s/^TimeoutStopSec=.*/TimeoutStopSec=$stop_timeout/" -e "$unprivileged" "$here/systemd/meproc.service"
}

# Runs a command, or prints it with --print.
act() {
    if [ -n "$print" ]; then
        printf '# %s\n' "$*"
    else
        "$@" || die "service: '$*' failed with status $?; nothing after it was done"
    fi
}

may_act() {
    [ -z "$print" ] || return 0
    [ -n "$root" ] || [ -d /run/systemd/system ] ||
        die "service: systemd does not run on this machine. --print shows the unit, --root DIR writes it for another machine"
    if [ -n "$root" ]; then
        [ -w "$root" ] || die "service: $root can't be written"
    elif [ "$(id -u)" -ne 0 ]; then
        die "service: $verb needs root: sudo $here/meproc service $verb"
    fi
}

service_install() {
    [ ! -f "$here/pom.xml" ] ||
        die "service: this is a source folder, which the service could not build. Make a release (./mvnw -Prelease package), unpack it into /opt, and install from there"
    case $here in
        /home/* | /root/* | /tmp/*)
            echo "meproc: $here may be inaccessible to the account '$user' or be removed; /opt is the usual place" >&2
            ;;
    esac
    case $here in
        *[\"\'\\\`]* | *[[:cntrl:]]*)
            die "service: systemd starts no program from a folder with a quote or a backslash in its name: $here" ;;
    esac
    find_java jre || {
        explain_java "Meproc needs Java $java_least or newer, and there is none" openjdk-17-jre-headless openjdk
        exit 1
    }
    may_act
    if [ -e "$link" ] && [ ! -L "$link" ]; then
        die "service: $link is a file of somebody else; move it away, then install again"
    fi
    [ -z "$print" ] || unit
    if [ -z "$root" ] && ! id -u "$user" >/dev/null 2>&1; then
        act useradd --system --user-group --home-dir /var/lib/meproc --no-create-home --shell /usr/sbin/nologin "$user"
    fi
    if [ -z "$print" ]; then
        mkdir -p "${unit_file%/*}" "${link%/*}" || die "service: can't make ${unit_file%/*} and ${link%/*}"
        # Renamed, so that systemd never reads an incomplete file.
        if ! unit >"$unit_file.new" || ! mv -f "$unit_file.new" "$unit_file"; then
            die "service: can't write $unit_file"
        fi
    else
        echo "# write $unit_file"
    fi
    act ln -sfn "$here/meproc" "$link"
    if [ -n "$root" ]; then
        echo "Wrote $unit_file. On that machine: systemctl enable --now meproc"
        return
    fi
    if [ -n "$print" ]; then
        echo "# make the class archives $here/meproc-*.jsa"
    else
        prepare_starts
    fi
    act systemctl daemon-reload
    act systemctl enable meproc.service
    act systemctl restart meproc.service
    [ -n "$print" ] || echo "Meproc runs as a service: meproc service status, systemctl status meproc, journalctl -u meproc"
}

# Root may write to the folder of the jar, the account of the service may not.
prepare_starts() {
    # shellcheck source=src/main/sh/java-options.sh
    . "$parts/java-options.sh"
    # shellcheck source=src/main/sh/archive.sh
    . "$parts/archive.sh"
    for picocli in "$lib"/picocli-*.jar; do :; done
    archive_is_current "${jar%.jar}-$java_version.jsa" || make_archives
}

service_status() {
    if [ ! -f "$unit_file" ]; then
        echo "meproc.service: not installed"
        exit 4
    fi
    # With the arguments of the installation, so that only changes by an administrator or another version differ.
    user=$(sed -n 's/^User=//p' "$unit_file") stop_timeout=$(sed -n 's/^TimeoutStopSec=//p' "$unit_file")
    if ! unit | cmp -s - "$unit_file"; then
        echo "meproc.service: $unit_file differs from what $here/meproc would install"
    fi
    if [ -n "$root" ] || [ ! -d /run/systemd/system ]; then
        echo "meproc.service: installed; systemd does not run here"
        exit 3
    fi
    state=$(systemctl is-active meproc.service) || :
    echo "meproc.service: installed, ${state:-unknown}"
    [ "$state" = active ] || exit 3
}

service_remove() {
    if [ ! -f "$unit_file" ] && [ ! -L "$link" ]; then
        echo "meproc.service: not installed"
        exit 4
    fi
    may_act
    if [ -z "$root" ]; then
        act systemctl disable --now meproc.service
    fi
    act rm -f "$unit_file"
    # A unit of this name that belongs to another program is not removed.
    [ ! -L "$link" ] || act rm -f "$link"
    [ -n "$root" ] || act systemctl daemon-reload
    [ -n "$print" ] || echo "Removed. Account, /var/lib/meproc and /var/log/meproc are left: remove them by hand"
}
