/* supervisor SOCKET... -- COMMAND...: what systemd does for .socket units and their .service.
 *
 * Listens at each SOCKET, starts COMMAND with them as descriptors from 3 on (sd_listen_fds(3)), and
 * starts it again whenever it ends other than by exit code 0 or 143. SIGTERM ends both. The sockets
 * are never closed in between, so callers wait instead of being refused. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile pid_t child;
static volatile sig_atomic_t ending;

static void end(int signal) {
  ending = 1;
  if (child > 0) kill(child, signal);
}

static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  umask(0177);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 128)) return -1;
  return fd;
}

static void run(int sockets, char **command) {
  char pid[32], count[32];
  snprintf(pid, sizeof pid, "%d", getpid());
  snprintf(count, sizeof count, "%d", sockets);
  setenv("LISTEN_PID", pid, 1);
  setenv("LISTEN_FDS", count, 1);
  execvp(command[0], command);
  _exit(127);
}

int main(int count, char **words) {
  int sockets = 0;
  while (sockets + 1 < count && strcmp(words[sockets + 1], "--")) {
    sockets++;
    int fd = listen_at(words[sockets]);
    if (fd < 0 || (fd != sockets + 2 && (dup2(fd, sockets + 2) < 0 || close(fd)))) {
      fprintf(stderr, "supervisor: cannot listen at %s: %s\n", words[sockets], strerror(errno));
      return 71;
    }
  }
  if (sockets == 0 || sockets + 2 >= count) return 64;
  signal(SIGTERM, end);
  while (!ending) {
    int status = 0;
    child = fork();
    if (child == 0) run(sockets, words + sockets + 2);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    fprintf(stderr, "supervisor: the daemon ended: %s %d\n",
            WIFSIGNALED(status) ? "signal" : "exit",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 143)) break;
  }
  for (int i = 1; i <= sockets; i++) unlink(words[i]);
  return 0;
}
