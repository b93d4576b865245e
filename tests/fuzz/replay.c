/* A fuzzer without libFuzzer: its inputs are the files of the folders that are named. Options of libFuzzer are passed
   over, so that both are called alike. */
#define _XOPEN_SOURCE 700
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static bool replay(const char *path) {
    FILE *file = fopen(path, "rb");
    struct stat info;
    uint8_t *data = NULL;
    bool ok = file && fstat(fileno(file), &info) == 0;
    size_t size = ok ? (size_t)info.st_size : 0;
    ok = ok && (data = malloc(size ? size : 1)) != NULL && fread(data, 1, size, file) == size;
    if (file) fclose(file);
    if (ok) LLVMFuzzerTestOneInput(data, size);
    free(data);
    if (!ok) fprintf(stderr, "%s: cannot be read\n", path);
    return ok;
}

/* false when the folder cannot be read, or is empty. */
static bool replay_folder(const char *folder, size_t *n) {
    struct dirent **entry;
    int count = scandir(folder, &entry, NULL, alphasort);
    bool ok = count > 2; /* beside . and .. */
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry[i]->d_name);
        if (ok && entry[i]->d_name[0] != '.') {
            printf("%s\n", path); /* the last one named is the one that failed */
            fflush(stdout);
            ok = replay(path);
            ++*n;
        }
        free(entry[i]);
    }
    if (count >= 0) free(entry);
    return ok;
}

int main(int argc, char **argv) {
    size_t n = 0;
    bool ok = true;
    for (int i = 1; i < argc && ok; i++) {
        struct stat info;
        if (argv[i][0] == '-') continue;
        if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode))
            ok = replay_folder(argv[i], &n);
        else
            ok = replay(argv[i]), n++;
    }
    printf("%zu inputs\n", n);
    if (ok && n > 1 && !fuzz_got_through) {
        fprintf(stderr, "all inputs are refused: none is as the format is now\n");
        ok = false;
    }
    return ok && n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
