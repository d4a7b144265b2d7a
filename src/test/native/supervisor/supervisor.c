/* supervisor SOCKET COMMAND...: what systemd does for a .socket and a .service unit.
 *
 * Listens at SOCKET, starts COMMAND with the socket as descriptor 3 (sd_listen_fds(3)), and starts
 * it again whenever it ends other than by exit code 0 or 143. SIGTERM ends both. The socket is
 * never closed in between, so callers wait instead of being refused. */
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

static void run(int fd, char **command) {
  char pid[32];
  if (fd != 3 && (dup2(fd, 3) < 0 || close(fd))) _exit(71);
  snprintf(pid, sizeof pid, "%d", getpid());
  setenv("LISTEN_PID", pid, 1);
  setenv("LISTEN_FDS", "1", 1);
  setenv("LISTEN_FDNAMES", "keelson.socket", 1);
  execvp(command[0], command);
  _exit(127);
}

int main(int count, char **words) {
  int fd = count < 3 ? -1 : listen_at(words[1]);
  if (fd < 0) {
    fprintf(stderr, "supervisor: cannot listen: %s\n", strerror(errno));
    return 71;
  }
  signal(SIGTERM, end);
  while (!ending) {
    int status = 0;
    child = fork();
    if (child == 0) run(fd, words + 2);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    fprintf(stderr, "supervisor: the daemon ended: %s %d\n",
            WIFSIGNALED(status) ? "signal" : "exit",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 143)) break;
  }
  unlink(words[1]);
  return 0;
}
