#!/bin/sh
# A cron daemon that was frozen (SIGSTOP, a suspended machine) makes up for the minutes that it slept through, and two of
# them do it differently. Debian's cron starts a job of every minute once for each minute missed, all at the same moment and side
# by side; BusyBox's crond starts it once for all of them. In both, a job whose only time fell into the gap is started late.
# Neither crontab(5) nor the usage of crond says so; one would expect missed times to be skipped, as after a restart.
# Seen with Debian 12: cron 3.0pl1-162, busybox-static 1:1.35.0-4+deb12u1. Needs apt, dpkg, root and five minutes.
# Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

[ "$(id -u)" -eq 0 ] || { echo "not tried: needs root"; exit 3; }
temp=$(mktemp -d)
busybox='' debian=''
trap 'kill "$busybox" "$debian" 2>/dev/null || :; rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$temp"
cd "$temp"
apt-get download -qq cron=3.0pl1-162 busybox-static >/dev/null 2>&1 || { echo "not tried: no packages"; exit 3; }
for package in ./*.deb; do
    dpkg -x "$package" .
done
mkdir spool spool/crontabs empty bb
: >none

# $1: the crontab, $2: the file in which its jobs note the time at which they are started.
crontab_of() {
    printf '* * * * * date +\\%%H:\\%%M:\\%%S >>%s\n%s date +\\%%H:\\%%M:\\%%S >>%s\n' "$2" "$fixed" "$2.fixed" >"$1"
    chmod 600 "$1"
}

second() {
    date +%S | sed 's/^0//'
}

until [ "$(second)" -le 20 ]; do sleep 1; done
# The time of the second job is the first whole minute of the gap.
fixed=$(date -d '+2 minutes' +'%M %H' | sed 's/\b0//g')' * * *'
crontab_of bb/root "$temp/busybox"
crontab_of spool/crontabs/root "$temp/debian"
bin/busybox crond -f -c "$temp/bb" -L "$temp/log" &
busybox=$!
unshare -m sh -c 'mount --bind spool /var/spool/cron
    mount -t tmpfs none /run
    [ ! -d /etc/cron.d ] || mount --bind empty /etc/cron.d
    [ ! -f /etc/crontab ] || mount --bind none /etc/crontab
    exec usr/sbin/cron -f' 2>errors &
debian=$!
sleep $((75 - $(second)))
kill -STOP "$busybox" "$debian"
if ! [ -s busybox ] || ! [ -s debian ]; then
    cat log errors
    exit 3
fi
frozen=$(date +%H:%M:%S)
sleep 150
kill -CONT "$busybox" "$debian"
echo "frozen from $frozen until $(date +%H:%M:%S)"
sleep 10
for daemon in busybox debian; do
    # The first start was before the gap.
    late=$(($(wc -l <$daemon) - 1))
    echo "$daemon: $late late starts of the job of every minute, $(wc -l <$daemon.fixed) of the other; $(tr '\n' ' ' <$daemon)"
    echo "$late" >"$daemon.late"
done
[ "$(cat busybox.late)" -eq 1 ] && [ "$(cat debian.late)" -eq 2 ] && [ "$(wc -l <busybox.fixed)" -eq 1 ] && [ "$(wc -l <debian.fixed)" -eq 1 ]
