/*
 * The first and only program of the machine: it loads modules, looks at the
 * host's files, runs what it was told to, says how that ended and turns the
 * machine off.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void load(const char *path)
{
    int file = open(path, O_RDONLY);

    if (file < 0 || syscall(SYS_finit_module, file, "", 0) < 0)
        printf("# cannot load %s: %s\n", path, strerror(errno));
    close(file);
}

/* Modules lie in the order in which they are to be loaded. */
static void load_all(void)
{
    char path[32];
    struct stat about;

    for (int i = 0;; i++) {
        snprintf(path, sizeof(path), "/%03d.ko", i);
        if (stat(path, &about) < 0)
            return;
        load(path);
    }
}

static void put(const char *what, const char *where, const char *kind,
                unsigned long flags, const char *options)
{
    if (mount(what, where, kind, flags, options) < 0)
        printf("# cannot mount %s: %s\n", where, strerror(errno));
}

static int run(const char *command)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int main(void)
{
    static char command[4096];
    int file = open("/command", O_RDONLY);

    setvbuf(stdout, NULL, _IONBF, 0);
    if (file >= 0 && read(file, command, sizeof(command) - 1) > 0)
        load_all();
    mkdir("/host", 0755);
    put("host", "/host", "9p", MS_RDONLY,
        "trans=virtio,version=9p2000.L,msize=262144,cache=loose");
    put("proc", "/host/proc", "proc", 0, NULL);
    put("sys", "/host/sys", "sysfs", 0, NULL);
    put("dev", "/host/dev", "devtmpfs", 0, NULL);
    put("tmp", "/host/mnt", "tmpfs", 0, NULL);
    setenv("TMPDIR", "/mnt", 1);
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (chroot("/host") < 0 || chdir("/") < 0)
        printf("# cannot look at the host's files: %s\n", strerror(errno));
    printf("# ended with %d\n", run(command));
    reboot(RB_POWER_OFF);
    return 0;
}
