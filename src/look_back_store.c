#include "look_back_store.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    page_bytes = 16 * 1024,
    kept_most = 4096, /* 30 s of 120 frames a second, and some */
    none = -1,
};

struct entry {
    struct bv_kept kept;
    int page; /* its first */
};

struct bv_look_back_store {
    int64_t span_ns;
    uint8_t *memory;
    int page_count, touched; /* pages beyond that were never used */
    int free_page, used;     /* those that were given up; in use */
    int *next;               /* of a page, the one behind it */
    struct entry *entries;   /* the last ones, round and round */
    uint64_t first, count;   /* numbers of those that are kept */
    bool is_full;
};

struct bv_look_back_store *bv_look_back_store_new(size_t limit_bytes,
                                                  int64_t span_ns)
{
    struct bv_look_back_store *store = calloc(1, sizeof(*store));
    size_t pages = limit_bytes / page_bytes;

    assert(limit_bytes >= BV_LOOK_BACK_STORE_LEAST);
    if (!store)
        return NULL;
    store->span_ns = span_ns;
    store->page_count = (int)pages;
    store->free_page = none;
    store->first = 1;
    store->next = malloc(pages * sizeof(*store->next));
    store->entries = malloc(kept_most * sizeof(*store->entries));
    store->memory = mmap(NULL, pages * page_bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (store->memory == MAP_FAILED)
        store->memory = NULL;
    if (!store->next || !store->entries || !store->memory) {
        bv_look_back_store_free(store);
        return NULL;
    }
    /* pictures of a patient are in memory alone: not in a core file either */
    (void)madvise(store->memory, pages * page_bytes, MADV_DONTDUMP);
    return store;
}

void bv_look_back_store_free(struct bv_look_back_store *store)
{
    if (!store)
        return;
    if (store->memory)
        munmap(store->memory, (size_t)store->page_count * page_bytes);
    free(store->entries);
    free(store->next);
    free(store);
}

static struct entry *entry_of(const struct bv_look_back_store *store,
                              uint64_t number)
{
    return &store->entries[number % kept_most];
}

static int pages_of(size_t bytes)
{
    return (int)((bytes + page_bytes - 1) / page_bytes);
}

static void give_up_oldest(struct bv_look_back_store *store)
{
    struct entry *entry = entry_of(store, store->first);
    int page = entry->page;

    for (int left = pages_of(entry->kept.bytes); left > 0; left--) {
        int next = store->next[page];

        store->next[page] = store->free_page;
        store->free_page = page;
        store->used--;
        page = next;
    }
    store->first++;
    store->count--;
}

void bv_look_back_store_clear(struct bv_look_back_store *store)
{
    while (store->count > 0)
        give_up_oldest(store);
    store->is_full = false;
}

/* One that was used before, where there is one: no more is touched. */
static int take_page(struct bv_look_back_store *store)
{
    int page = store->free_page;

    if (page == none)
        page = store->touched++;
    else
        store->free_page = store->next[page];
    assert(page < store->page_count);
    store->used++;
    return page;
}

static int write_pages(struct bv_look_back_store *store, const uint8_t *bytes,
                       size_t size)
{
    int first = none, last = none;

    for (size_t done = 0; done < size; done += page_bytes) {
        size_t some = size - done < page_bytes ? size - done : page_bytes;
        int page = take_page(store);

        memcpy(store->memory + (size_t)page * page_bytes, bytes + done, some);
        if (last == none)
            first = page;
        else
            store->next[last] = page;
        last = page;
    }
    return first;
}

int bv_look_back_store_add(struct bv_look_back_store *store,
                           const struct bv_kept *kept, const uint8_t *bytes)
{
    int pages = pages_of(kept->bytes);
    struct entry *entry;

    if (pages > store->page_count) {
        bv_look_back_store_clear(store);
        return -ENOSPC;
    }
    while (store->count > 0 &&
           kept->about.arrived_ns -
                   entry_of(store, store->first)->kept.about.arrived_ns >
               store->span_ns) {
        give_up_oldest(store);
        store->is_full = false;
    }
    while (store->count == kept_most ||
           store->page_count - store->used < pages) {
        give_up_oldest(store);
        store->is_full = true;
    }
    entry = entry_of(store, store->first + store->count++);
    entry->kept = *kept;
    entry->page = write_pages(store, bytes, kept->bytes);
    return 0;
}

int bv_look_back_store_count(const struct bv_look_back_store *store)
{
    return (int)store->count;
}

uint64_t bv_look_back_store_first(const struct bv_look_back_store *store)
{
    return store->first;
}

const struct bv_kept *
bv_look_back_store_find(const struct bv_look_back_store *store, uint64_t number)
{
    if (number < store->first || number - store->first >= store->count)
        return NULL;
    return &entry_of(store, number)->kept;
}

void bv_look_back_store_copy(const struct bv_look_back_store *store,
                             uint64_t number, uint8_t *bytes)
{
    const struct entry *entry = entry_of(store, number);
    size_t size = entry->kept.bytes;
    int page = entry->page;

    for (size_t done = 0; done < size; done += page_bytes) {
        size_t some = size - done < page_bytes ? size - done : page_bytes;

        memcpy(bytes + done, store->memory + (size_t)page * page_bytes, some);
        page = store->next[page];
    }
}

size_t bv_look_back_store_bytes(const struct bv_look_back_store *store)
{
    return (size_t)store->used * page_bytes;
}

bool bv_look_back_store_is_full(const struct bv_look_back_store *store)
{
    return store->is_full;
}
