#!/bin/sh
# Go 1.26.8, net/http: Server.Shutdown closes a connection without an answer if its first request arrives after Shutdown has begun,
# although the connection was accepted before. The documentation says that Shutdown waits for active connections.
# Needs go. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu
version=$(go env GOVERSION) || exit 3
echo "seen with go1.26.8, this is $version"
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat > go.mod <<'MOD'
module finding
go 1.21
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// ask connects, begins the shutdown after the connection was accepted, and sends a request then.
func ask(before func(*http.Server, net.Listener)) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	accepted := make(chan bool, 1)
	server := &http.Server{
		Handler:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "answer") }),
		ConnState: func(c net.Conn, s http.ConnState) { if s == http.StateNew { accepted <- true } },
	}
	go server.Serve(listener)
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		panic(err)
	}
	<-accepted
	before(server, listener)
	fmt.Fprint(client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	client.SetReadDeadline(time.Now().Add(30 * time.Second))
	all, _ := io.ReadAll(client)
	server.Close()
	return string(all)
}

func main() {
	shutdown := ask(func(s *http.Server, l net.Listener) {
		begun := make(chan bool, 1)
		s.RegisterOnShutdown(func() { begun <- true })
		go s.Shutdown(context.Background())
		<-begun
	})
	closed := ask(func(s *http.Server, l net.Listener) { l.Close() })
	fmt.Printf("after Shutdown has begun: %q\nafter only the listener was closed: %q\n", shutdown, closed)
	if shutdown != "" || closed == "" {
		fmt.Println("the behaviour has changed")
		os.Exit(1)
	}
}
GO
GOFLAGS=-mod=mod GOPROXY=off GOCACHE="$folder/cache" go run .
