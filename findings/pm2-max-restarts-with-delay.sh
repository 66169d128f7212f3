#!/bin/sh
# PM2 counts an end towards max_restarts only in the first min_uptime x max_restarts after the app was created (1 s x 3 = 3 s below).
# With a restart_delay that lets that time pass, an app that fails at once is restarted for ever, although max_restarts is 3.
# Needs node with npm, and a registry. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

folder=$(mktemp -d)
export PM2_HOME="$folder/home" HOME="$folder"
pm2="$folder/node_modules/.bin/pm2"
end() {
    "$pm2" kill >"$folder/kill.log" 2>&1 || :
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' HUP INT TERM
npm install --prefix "$folder" --silent --no-audit --no-fund pm2@7.0.4 >"$folder/npm.log" 2>&1 || exit 3
printf '#!/bin/sh\nexit 1\n' >"$folder/fails.sh"
chmod +x "$folder/fails.sh"
cat >"$folder/ecosystem.config.js" <<JS
const app = {script: "$folder/fails.sh", interpreter: "none", max_restarts: 3};
module.exports = {apps: [{name: "at-once", ...app}, {name: "delayed", ...app, restart_delay: 2000}]};
JS
"$pm2" start "$folder/ecosystem.config.js" >"$folder/start.log"

state() {
    "$pm2" jlist | node -e '
        const [app] = JSON.parse(require("fs").readFileSync(0)).filter((each) => each.name === process.argv[1]);
        console.log(app.pm2_env.restart_time, app.pm2_env.status);' "$1"
}
tries=0
until [ "$(state delayed | cut -d' ' -f1)" -gt 5 ]; do
    tries=$((tries + 1))
    test "$tries" -lt 60
    sleep 1
done
echo "PM2 7.0.4, max_restarts: 3"
echo "without restart_delay: $(state at-once)"
echo "restart_delay: 2000: $(state delayed)"
state at-once | grep -q errored
! state delayed | grep -q errored
