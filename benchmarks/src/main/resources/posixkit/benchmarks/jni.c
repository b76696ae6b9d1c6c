// The native methods of the class Jni, as a careful programmer writes them. They return -errno if a call failed.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define JNI(type, name, ...) JNIEXPORT type JNICALL Java_posixkit_benchmarks_Jni_##name(JNIEnv *env, jclass class, ##__VA_ARGS__)

extern char **environ;

static inline jlong value(jlong result) { return result == -1 ? -errno : result; }

JNI(jint, getppid) { return getppid(); }

// Returns the size of the file.
JNI(jlong, stat, jstring path) {
    struct stat st;
    const char *name = (*env)->GetStringUTFChars(env, path, NULL);
    if (name == NULL) return -ENOMEM;
    jlong result = value(stat(name, &st));
    (*env)->ReleaseStringUTFChars(env, path, name);
    return result < 0 ? result : st.st_size;
}

JNI(jlong, fstat, jint fd) {
    struct stat st;
    jlong result = value(fstat(fd, &st));
    return result < 0 ? result : st.st_size;
}

JNI(jlong, open, jstring path, jint flags) {
    const char *name = (*env)->GetStringUTFChars(env, path, NULL);
    if (name == NULL) return -ENOMEM;
    jlong result = value(open(name, flags));
    (*env)->ReleaseStringUTFChars(env, path, name);
    return result;
}

JNI(jlong, close, jint fd) { return value(close(fd)); }

JNI(jlong, read, jint fd, jobject direct, jint count) {
    void *address = (*env)->GetDirectBufferAddress(env, direct);
    return address == NULL ? -EFAULT : value(read(fd, address, count));
}

JNI(jlong, write, jint fd, jobject direct, jint count) {
    void *address = (*env)->GetDirectBufferAddress(env, direct);
    return address == NULL ? -EFAULT : value(write(fd, address, count));
}

JNI(jlong, readBytes, jint fd, jbyteArray to, jint count) {
    jbyte bytes[4096];
    jlong result = value(read(fd, bytes, count < 4096 ? count : 4096));
    if (result > 0) (*env)->SetByteArrayRegion(env, to, 0, result, bytes);
    return result;
}

JNI(jlong, writeBytes, jint fd, jbyteArray from, jint count) {
    jbyte bytes[4096];
    jint part = count < 4096 ? count : 4096;
    (*env)->GetByteArrayRegion(env, from, 0, part, bytes);
    return value(write(fd, bytes, part));
}

// Fills the array with the names in a directory and returns their number.
JNI(jlong, list, jstring path, jobjectArray names) {
    const char *name = (*env)->GetStringUTFChars(env, path, NULL);
    if (name == NULL) return -ENOMEM;
    DIR *dir = opendir(name);
    int error = errno;
    (*env)->ReleaseStringUTFChars(env, path, name);
    if (dir == NULL) return -error;
    jlong count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        jstring text = (*env)->NewStringUTF(env, entry->d_name);
        if (text == NULL) break;
        (*env)->SetObjectArrayElement(env, names, count++, text);
        (*env)->DeleteLocalRef(env, text);
    }
    closedir(dir);
    return count;
}

// Starts a program, waits for it and returns its status.
JNI(jlong, spawn, jstring path) {
    const char *name = (*env)->GetStringUTFChars(env, path, NULL);
    if (name == NULL) return -ENOMEM;
    char *arguments[] = {(char *) name, NULL};
    pid_t pid;
    int status;
    int error = posix_spawn(&pid, name, NULL, NULL, arguments, environ);
    (*env)->ReleaseStringUTFChars(env, path, name);
    if (error != 0) return -error;
    jlong result = value(waitpid(pid, &status, 0));
    return result < 0 ? result : status;
}
