/* Stands between the program and the disk: counts, refuses or records what is done to the files of one folder.
   Compiled by shim.py and loaded with LD_PRELOAD; only for tests on Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 1024
static char prefix[1024];
static char names[FILES][512];
static long calls, refuse_at;
static int sticky, error_number, record_fd = -1;

/* From Python: which folder is watched; the call to refuse (0: none), once or from then on, with which error. */
void shim_watch(const char *folder) { snprintf(prefix, sizeof prefix, "%s/", folder); calls = 0; }
void shim_refuse(long at, int from_then_on, int error) { refuse_at = at; sticky = from_then_on; error_number = error; calls = 0; }
void shim_record(int fd) { record_fd = fd; }
long shim_calls(void) { return calls; }

struct head { char what; char name[119]; int64_t offset; int64_t length; };

static void raw_write(const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        long done = syscall(SYS_write, record_fd, at, length);
        if (done <= 0) return;
        at += done;
        length -= (size_t)done;
    }
}

static void note(char what, const char *name, int64_t offset, const void *data, int64_t length)
{
    if (record_fd < 0) return;
    struct head head;
    memset(&head, 0, sizeof head);
    head.what = what;
    strncpy(head.name, name, sizeof head.name - 1);
    head.offset = offset;
    head.length = data ? length : 0;
    raw_write(&head, sizeof head);
    if (data) raw_write(data, (size_t)length);
}

/* From Python: an act was acknowledged at this point of the record. */
void shim_acknowledged(long number) { note('A', "", number, NULL, 0); }

static const char *watched(const char *path)
{
    size_t length = strlen(prefix);
    return length && path && strncmp(path, prefix, length) == 0 ? path + length : NULL;
}

static const char *of(int fd) { return fd >= 0 && fd < FILES && names[fd][0] ? names[fd] : NULL; }

static int refused(void)
{
    calls++;
    if (refuse_at && (calls == refuse_at || (sticky && calls > refuse_at))) { errno = error_number; return 1; }
    return 0;
}

#define REAL(type, name) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef int (*open_t)(const char *, int, ...);
static int opened(open_t real, const char *path, int flags, mode_t mode)
{
    const char *name = watched(path);
    if (name && refused()) return -1;
    struct stat before;
    int fresh = name && (flags & O_CREAT) && stat(path, &before) != 0;
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < FILES) {
        /* the folder itself is opened to make its entries durable */
        char folder[1024];
        snprintf(folder, sizeof folder, "%s/", path ? path : "");
        names[fd][0] = 0;
        if (name) snprintf(names[fd], sizeof names[fd], "%s", name);
        else if (prefix[0] && strcmp(folder, prefix) == 0) strcpy(names[fd], ".");
        if (fresh) note('C', name, 0, NULL, 0);
        if (name && (flags & O_TRUNC)) note('T', name, 0, NULL, 0);
    }
    return fd;
}
int open(const char *path, int flags, ...)
{
    REAL(open_t, "open"); va_list rest; va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest);
    return opened(real, path, flags, mode);
}
int open64(const char *path, int flags, ...)
{
    REAL(open_t, "open64"); va_list rest; va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest);
    return opened(real, path, flags, mode);
}
typedef int (*close_t)(int);
int close(int fd)
{
    REAL(close_t, "close");
    if (fd >= 0 && fd < FILES) names[fd][0] = 0;
    return real(fd);
}
typedef ssize_t (*write_t)(int, const void *, size_t);
ssize_t write(int fd, const void *data, size_t length)
{
    REAL(write_t, "write"); const char *name = of(fd);
    if (name && refused()) return -1;
    int64_t at = name ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real(fd, data, length);
    if (name && done > 0) note('W', name, at, data, done);
    return done;
}
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
static ssize_t written(pwrite_t real, int fd, const void *data, size_t length, off_t at)
{
    const char *name = of(fd);
    if (name && refused()) return -1;
    ssize_t done = real(fd, data, length, at);
    if (name && done > 0) note('W', name, at, data, done);
    return done;
}
ssize_t pwrite(int fd, const void *d, size_t n, off_t at) { REAL(pwrite_t, "pwrite"); return written(real, fd, d, n, at); }
ssize_t pwrite64(int fd, const void *d, size_t n, off_t at) { REAL(pwrite_t, "pwrite64"); return written(real, fd, d, n, at); }
typedef ssize_t (*pread_t)(int, void *, size_t, off_t);
static ssize_t have_read(pread_t real, int fd, void *data, size_t length, off_t at)
{
    if (of(fd) && refused()) return -1;
    return real(fd, data, length, at);
}
ssize_t pread(int fd, void *d, size_t n, off_t at) { REAL(pread_t, "pread"); return have_read(real, fd, d, n, at); }
ssize_t pread64(int fd, void *d, size_t n, off_t at) { REAL(pread_t, "pread64"); return have_read(real, fd, d, n, at); }
typedef int (*truncate_t)(int, off_t);
static int truncated(truncate_t real, int fd, off_t length)
{
    const char *name = of(fd);
    if (name && refused()) return -1;
    int result = real(fd, length);
    if (name && result == 0) note('T', name, length, NULL, 0);
    return result;
}
int ftruncate(int fd, off_t n) { REAL(truncate_t, "ftruncate"); return truncated(real, fd, n); }
int ftruncate64(int fd, off_t n) { REAL(truncate_t, "ftruncate64"); return truncated(real, fd, n); }
typedef int (*sync_t)(int);
static int synced(sync_t real, int fd)
{
    const char *name = of(fd);
    if (name && refused()) return -1;
    int result = real(fd);
    if (name && result == 0) note('S', name, 0, NULL, 0);
    return result;
}
int fsync(int fd) { REAL(sync_t, "fsync"); return synced(real, fd); }
int fdatasync(int fd) { REAL(sync_t, "fdatasync"); return synced(real, fd); }
typedef int (*unlink_t)(const char *);
int unlink(const char *path)
{
    REAL(unlink_t, "unlink"); const char *name = watched(path);
    if (name && refused()) return -1;
    int result = real(path);
    if (name && result == 0) note('U', name, 0, NULL, 0);
    return result;
}
typedef int (*rename_t)(const char *, const char *);
int rename(const char *old, const char *fresh)
{
    REAL(rename_t, "rename"); const char *name = watched(old);
    if (name && refused()) return -1;
    int result = real(old, fresh);
    if (name && result == 0) {
        const char *to = watched(fresh);
        note('R', name, 0, to ? to : "", to ? (int64_t)strlen(to) : 0);
    }
    return result;
}
