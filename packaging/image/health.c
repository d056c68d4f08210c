// The image's health check, there being no shell and no curl in it: does /healthz answer 200? usage: /health [PORT]
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int count, char** words) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    address.sin_port = htons((unsigned short)(count > 1 ? atoi(words[1]) : 8420));
    struct timeval patience = {.tv_sec = 5};
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(peer, (struct sockaddr*)&address, sizeof address) != 0) return perror("connect"), 1;
    char const ask[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (write(peer, ask, sizeof ask - 1) != (ssize_t)(sizeof ask - 1)) return perror("write"), 1;
    char answer[13] = "";
    size_t have = 0;
    for (ssize_t more; have < 12 && (more = read(peer, answer + have, 12 - have)) > 0;) have += (size_t)more;
    if (strncmp(answer, "HTTP/1.1 200", 12) == 0) return 0;
    fprintf(stderr, "/healthz answered '%s'\n", answer);
    return 1;
}
