/* Connects to a socket, and leaves the connection to a child, which relays another socket to it.
   So the one who connected may do what it likes with itself: it is told on its standard input.

     relay SERVER RELAY [NAME]      as a process of that name
     relay --zombie SERVER RELAY    below a parent that never asks how it ended
     relay --take PID               takes a number that is free, and keeps it
*/
#include <errno.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

/* Longer than any test: nobody stays. */
#define LIFE 60

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int unix_socket(const char *path, int (*use)(int, const struct sockaddr *, socklen_t)) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strncpy(at.sun_path, path, sizeof at.sun_path - 1);
  if (fd < 0 || use(fd, (struct sockaddr *)&at, sizeof at) != 0) fail(path);
  return fd;
}

static int pass(int from, int to) {
  char bytes[65536];
  ssize_t got = read(from, bytes, sizeof bytes);
  return got > 0 && write(to, bytes, (size_t)got) == got;
}

/* The first caller that says something; others only look whether somebody listens. */
static void relay(int listening, int server) {
  char byte;
  int caller;
  do caller = accept(listening, NULL, NULL);
  while (recv(caller, &byte, 1, MSG_PEEK) < 1 && close(caller) == 0);
  struct pollfd ends[] = {{.fd = caller, .events = POLLIN}, {.fd = server, .events = POLLIN}};
  while (poll(ends, 2, -1) > 0) {
    if (ends[0].revents && !pass(caller, server)) return;
    if (ends[1].revents && !pass(server, caller)) return;
  }
}

static void obey(void) {
  char line[100];
  unsigned uid;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "uid %u", &uid) == 1 && setresuid(uid, uid, uid) != 0) fail("setresuid");
    if (strcmp(line, "die\n") == 0) _exit(0);
    puts("done");
    fflush(stdout);
  }
}

static int take(pid_t pid) {
  struct clone_args how = {
      .exit_signal = SIGCHLD, .set_tid = (uint64_t)(uintptr_t)&pid, .set_tid_size = 1};
  long child = syscall(SYS_clone3, &how, sizeof how);
  if (child < 0) fail("clone3");
  if (child == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (child > 0) {
    puts("taken");
    fflush(stdout);
  }
  pause();
  return 0;
}

int main(int count, char **arguments) {
  alarm(LIFE);
  if (count == 3 && strcmp(arguments[1], "--take") == 0) return take(atoi(arguments[2]));
  if (strcmp(arguments[1], "--zombie") == 0) {
    if (fork() != 0) return pause();
    arguments++;
  } else if (count > 3) {
    prctl(PR_SET_NAME, arguments[3]);
  }
  int server = unix_socket(arguments[1], connect);
  int listening = unix_socket(arguments[2], bind);
  if (listen(listening, 8) != 0) fail("listen");
  if (fork() == 0) {
    alarm(LIFE);
    relay(listening, server);
    return 0;
  }
  puts("connected");
  fflush(stdout);
  obey();
  return 0;
}
