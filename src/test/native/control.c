/* Finds and maps the control file. */
#include "faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_line(FILE *file, char *line, size_t size) {
  if (fgets(line, (int)size, file) == NULL) {
    line[0] = '\0';
  }
  line[strcspn(line, "\n")] = '\0';
}

static FILE *open_conf(void) {
  Dl_info own;
  char path[4096];
  if (dladdr((void *)(uintptr_t)find_places, &own) == 0) {
    return NULL;
  }
  snprintf(path, sizeof path, "%s.conf", own.dli_fname);
  return fopen(path, "re");
}

static void copy_variable(const char *name, char *value, size_t size) {
  const char *given = getenv(name);
  snprintf(value, size, "%s", given == NULL ? "" : given);
}

bool find_places(struct places *places) {
  FILE *conf = open_conf();
  if (conf != NULL) {
    read_line(conf, places->module, sizeof places->module);
    read_line(conf, places->control, sizeof places->control);
    read_line(conf, places->softhsm, sizeof places->softhsm);
    fclose(conf);
  } else {
    copy_variable("FAULTS_MODULE", places->module, sizeof places->module);
    copy_variable("FAULTS_CONTROL", places->control, sizeof places->control);
  }
  if (places->module[0] == '\0') {
    fputs("faults: neither a .conf beside the library nor FAULTS_MODULE\n", stderr);
    return false;
  }
  return true;
}

/* Memory of this process alone: nobody can change it from outside. */
static struct control *without_file(void) {
  struct control *control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return control == MAP_FAILED ? NULL : control;
}

static struct control *from_file(const char *path) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  /* A file that is too short would be SIGBUS at some later call. */
  if (fd < 0 || lseek(fd, 0, SEEK_END) < (off_t)sizeof(struct control)) {
    fprintf(stderr, "faults: %s is no control file\n", path);
    return NULL;
  }
  struct control *control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  return control == MAP_FAILED ? NULL : control;
}

struct control *map_control(const struct places *places) {
  struct control *control =
      places->control[0] == '\0' ? without_file() : from_file(places->control);
  const char *ms = getenv("FAULTS_DELAY_MS");
  if (control != NULL && ms != NULL) {
    control->delay = strtoull(ms, NULL, 10) * 1000000;
  }
  return control;
}
