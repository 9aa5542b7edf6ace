/* A library to preload into a program: the K-th call that would change something in a folder fails, or the process is
   killed in its place. So every moment at which a disk can be full or broken, or at which a program can be killed
   between two changes, can be tried, one after the other and always the same.

   FAILING_FOLDER   only calls about files in this folder count (an absolute path)
   FAILING_AT       K, from 1; 0: none, to count them
   FAILING_HOW      "kill"; the number of an error; or "short": every write writes half
   FAILING_FOR_GOOD if set, all calls from the K-th on fail: a disk that is full and stays so
   FAILING_COUNT    file that is told how many calls there were, if the process ends by itself */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls; /* the programs under test write from one thread */

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_path_watched(const char* path)
{
    const char* folder = getenv("FAILING_FOLDER");
    char absolute[2 * PATH_MAX] = "";
    if (!folder || !path)
        return 0;
    if (path[0] != '/' && getcwd(absolute, PATH_MAX))
        strcat(absolute, "/");
    strncat(absolute, path, PATH_MAX - 1);
    return strncmp(absolute, folder, strlen(folder)) == 0;
}

static int is_file_watched(int descriptor)
{
    char link[64];
    char path[PATH_MAX] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    return readlink(link, path, sizeof path - 1) > 0 && is_path_watched(path);
}

/* Whether this call is to fail; errno is set then. */
static int fails(int is_watched)
{
    const char* at = getenv("FAILING_AT");
    const char* how = getenv("FAILING_HOW");
    if (!is_watched || !at || !how)
        return 0;
    const int k = atoi(at);
    ++calls;
    if (k == 0 || (getenv("FAILING_FOR_GOOD") ? calls < k : calls != k))
        return 0;
    if (strcmp(how, "kill") == 0)
        kill(getpid(), SIGKILL);
    errno = atoi(how);
    return errno != 0;
}

static int is_short(void)
{
    const char* how = getenv("FAILING_HOW");
    return how && strcmp(how, "short") == 0;
}

__attribute__((destructor)) static void tell_count(void)
{
    const char* path = getenv("FAILING_COUNT");
    FILE* file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%d\n", calls);
    fclose(file);
}

ssize_t write(int descriptor, const void* bytes, size_t count)
{
    if (fails(is_file_watched(descriptor)))
        return -1;
    if (is_short() && count > 1)
        count /= 2;
    return NEXT(write)(descriptor, bytes, count);
}

int fsync(int descriptor)
{
    return fails(is_file_watched(descriptor)) ? -1 : NEXT(fsync)(descriptor);
}

int fdatasync(int descriptor)
{
    return fails(is_file_watched(descriptor)) ? -1 : NEXT(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t length)
{
    return fails(is_file_watched(descriptor)) ? -1 : NEXT(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length)
{
    return fails(is_file_watched(descriptor)) ? -1 : NEXT(ftruncate64)(descriptor, length);
}

int rename(const char* from, const char* to)
{
    return fails(is_path_watched(to)) ? -1 : NEXT(rename)(from, to);
}

/* Removing works on a full disk, but one can be killed before it. */
static void meet_removal(const char* path)
{
    const char* how = getenv("FAILING_HOW");
    if (how && strcmp(how, "kill") == 0)
        fails(is_path_watched(path));
}

int unlink(const char* path)
{
    meet_removal(path);
    return NEXT(unlink)(path);
}

int remove(const char* path)
{
    meet_removal(path);
    return NEXT(remove)(path);
}

int mkdir(const char* path, mode_t mode)
{
    return fails(is_path_watched(path)) ? -1 : NEXT(mkdir)(path, mode);
}

static int fails_to_open(const char* path, int flags)
{
    return fails((flags & O_ACCMODE) != O_RDONLY && is_path_watched(path));
}

static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
    int name(const char* path, int flags, ...)                                                     \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        const mode_t mode = mode_of(flags, arguments);                                             \
        va_end(arguments);                                                                         \
        return fails_to_open(path, flags) ? -1 : NEXT(name)(path, flags, mode);                    \
    }
OPEN(open)
OPEN(open64)

FILE* fopen(const char* path, const char* mode)
{
    return fails(mode[0] != 'r' && is_path_watched(path)) ? NULL : NEXT(fopen)(path, mode);
}

FILE* fopen64(const char* path, const char* mode)
{
    return fails(mode[0] != 'r' && is_path_watched(path)) ? NULL : NEXT(fopen64)(path, mode);
}
