#!/bin/sh
# A mail client with a user and a password has no OAuth token. The client of Vert.x tries the login XOAUTH2 first if the server offers
# it, as Gmail's and Microsoft's do, with the password in the place of the token: each mail begins with a failed login, which such
# servers count, before PLAIN or LOGIN succeeds. MailConfig.setAuthMethods has to name the methods for passwords.
# Needs a JDK, Maven and a registry. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

command -v javac >/dev/null || exit 3
maven=$(command -v mvn || readlink -f "${0%/*}/../mvnw")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
cd "$folder"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.vertx</groupId><artifactId>vertx-mail-client</artifactId><version>5.1.6</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies -DoutputDirectory=lib >log 2>&1 || exit 3
cat >Login.java <<'JAVA'
import io.vertx.core.Vertx;
import io.vertx.ext.mail.*;
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

class Login {
    /** Answers as a server does that offers the logins of Gmail's, and prints each. */
    static void serve(ServerSocket listener) {
        try (Socket peer = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(peer.getInputStream()));
                PrintStream out = new PrintStream(peer.getOutputStream(), true)) {
            out.print("220 localhost ESMTP\r\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("EHLO")) {
                    out.print("250-localhost\r\n250 AUTH LOGIN PLAIN XOAUTH2\r\n");
                } else if (line.startsWith("AUTH XOAUTH2")) {
                    byte[] token = Base64.getDecoder().decode(line.split(" ")[2]);
                    System.out.println("XOAUTH2 " + new String(token, StandardCharsets.US_ASCII).replace('\1', '|'));
                    out.print("535 5.7.8 not a token\r\n");
                } else if (line.startsWith("AUTH")) {
                    System.out.println(line.split(" ")[1]);
                    if (line.equals("AUTH LOGIN")) {
                        out.print("334 VXNlcm5hbWU6\r\n");
                        in.readLine();
                        out.print("334 UGFzc3dvcmQ6\r\n");
                        in.readLine();
                    }
                    out.print("235 accepted\r\n");
                } else if (line.equals("DATA")) {
                    out.print("354 go on\r\n");
                    while (!in.readLine().equals(".")) {}
                    out.print("250 queued\r\n");
                } else {
                    out.print(line.equals("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
                }
            }
        } catch (IOException gone) {
            System.out.println("closed: " + gone.getMessage());
        }
    }

    public static void main(String[] methods) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> serve(listener));
            server.start();
            MailConfig config = new MailConfig("127.0.0.1", listener.getLocalPort(), StartTLSOptions.DISABLED, LoginOption.REQUIRED)
                    .setUsername("ops").setPassword("secret").setOwnHostname("localhost").setKeepAlive(false);
            if (methods.length > 0) {
                config.setAuthMethods(methods[0]);
            }
            Vertx vertx = Vertx.vertx();
            MailClient client = MailClient.create(vertx, config);
            client.sendMail(new MailMessage("a@example.org", "b@example.org", "subject", "text"))
                    .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            System.out.println("sent");
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            server.join(5_000);
        }
    }
}
JAVA
java -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "lib/*" Login.java >seen 2>>log || { cat log seen && exit 1; }
java -cp "lib/*" Login.java "PLAIN LOGIN" >named 2>>log || { cat log named && exit 1; }
echo "vertx-mail-client 5.1.6, with user and password:"
cat seen
echo "with the methods PLAIN and LOGIN named:"
cat named
grep -q '^XOAUTH2 user=ops|auth=Bearer secret||$' seen
grep -q '^sent$' seen
if grep -q XOAUTH2 named; then exit 1; fi
grep -q '^sent$' named
