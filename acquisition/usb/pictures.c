#include "acquisition/usb/pictures.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "core/clock.h"

/* A tenth of a second at 60 pictures a second. */
enum { room_count = 6, none = -1 };

enum state { FREE, WRITING, WAITING, READING };

struct room {
    enum state state;
    uint8_t *bytes;
    size_t size;
    struct bv_usb_picture picture;
};

struct bv_usb_pictures {
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct room rooms[room_count]; /* states and pictures under lock */
    struct bv_usb_picture about;   /* the putting thread's, as below */
    size_t picture_bytes;
};

struct bv_usb_pictures *bv_usb_pictures_new(void)
{
    struct bv_usb_pictures *pictures = calloc(1, sizeof(*pictures));
    pthread_condattr_t attributes;

    if (!pictures)
        return NULL;
    pthread_mutex_init(&pictures->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pictures->came, &attributes);
    pthread_condattr_destroy(&attributes);
    return pictures;
}

void bv_usb_pictures_free(struct bv_usb_pictures *pictures)
{
    if (!pictures)
        return;
    for (int i = 0; i < room_count; i++)
        free(pictures->rooms[i].bytes);
    pthread_cond_destroy(&pictures->came);
    pthread_mutex_destroy(&pictures->lock);
    free(pictures);
}

void bv_usb_pictures_expect(struct bv_usb_pictures *pictures,
                            const struct bv_usb_picture *about,
                            size_t picture_bytes)
{
    pictures->about = *about;
    pictures->picture_bytes = picture_bytes;
}

/* The first room in a state, or of those that wait the oldest. */
static int find(const struct bv_usb_pictures *pictures, enum state state)
{
    int found = none;

    for (int i = 0; i < room_count; i++) {
        const struct room *room = &pictures->rooms[i];

        if (room->state == state &&
            (found == none ||
             (int32_t)(room->picture.number -
                       pictures->rooms[found].picture.number) < 0))
            found = i;
    }
    return found;
}

/* Pictures of another size need other rooms. @return Whether it fits now. */
static bool fit(struct room *room, size_t bytes)
{
    if (room->size >= bytes)
        return true;
    free(room->bytes);
    room->bytes = malloc(bytes);
    room->size = room->bytes ? bytes : 0;
    return room->bytes;
}

uint8_t *bv_usb_pictures_room(struct bv_usb_pictures *pictures)
{
    struct room *room = NULL;
    int at;

    pthread_mutex_lock(&pictures->lock);
    at = find(pictures, WRITING);
    if (at == none)
        at = find(pictures, FREE);
    if (at != none) {
        room = &pictures->rooms[at];
        room->state = WRITING;
    }
    pthread_mutex_unlock(&pictures->lock);
    return room && fit(room, pictures->picture_bytes) ? room->bytes : NULL;
}

void bv_usb_pictures_give(struct bv_usb_pictures *pictures, size_t size,
                          uint32_t number, int64_t time_ns)
{
    struct room *room;

    pthread_mutex_lock(&pictures->lock);
    room = &pictures->rooms[find(pictures, WRITING)];
    room->state = WAITING;
    room->picture = pictures->about;
    room->picture.bytes = room->bytes;
    room->picture.size = size;
    room->picture.number = number;
    room->picture.time_ns = time_ns;
    pthread_cond_signal(&pictures->came);
    pthread_mutex_unlock(&pictures->lock);
}

int bv_usb_pictures_take(struct bv_usb_pictures *pictures, int timeout_ms,
                         struct bv_usb_picture *picture)
{
    int64_t until_ns = bv_clock_now_ns() + timeout_ms * BV_NS_PER_MS;
    const struct timespec until = {.tv_sec = (time_t)(until_ns / BV_NS_PER_S),
                                   .tv_nsec = (long)(until_ns % BV_NS_PER_S)};
    int at, error = 0;

    pthread_mutex_lock(&pictures->lock);
    at = find(pictures, READING);
    if (at != none)
        pictures->rooms[at].state = FREE;
    while ((at = find(pictures, WAITING)) == none && error == 0)
        error =
            -pthread_cond_timedwait(&pictures->came, &pictures->lock, &until);
    if (at != none) {
        pictures->rooms[at].state = READING;
        *picture = pictures->rooms[at].picture;
    }
    pthread_mutex_unlock(&pictures->lock);
    return at == none ? -ETIMEDOUT : 0;
}
