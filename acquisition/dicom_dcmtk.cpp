#include "acquisition/dicom.h"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include "acquisition/dicom_header.hpp"
#include "core/frame.h"

const char bv_dicom_help[] =
    "DICOM: a picture or a cine, with its scale where it has one";

struct bv_dicom {
    DcmFileFormat file;
    std::unique_ptr<DicomImage> image;
    std::vector<double> intervals_s;
    bv_dicom_content about;
    int64_t next; /* the picture to be read; `image` holds it */
};

namespace
{

/* What DCMTK complained of on this thread. */
thread_local int complaints;

/* DCMTK's messages go nowhere, since they may quote the patient's data; that
 * there were some says that a picture was patched. */
class Listener : public dcmtk::log4cplus::Appender
{
  public:
    Listener() = default;
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;
    ~Listener() override
    {
        destructorImpl();
    }
    void close() override
    {
    }

  protected:
    void append(const dcmtk::log4cplus::spi::InternalLoggingEvent &) override
    {
        complaints++;
    }
};

void set_up()
{
    auto root = dcmtk::log4cplus::Logger::getRoot();

    OFLog::configure(OFLogger::ERROR_LOG_LEVEL);
    root.removeAllAppenders();
    root.addAppender(dcmtk::log4cplus::SharedAppenderPtr(new Listener));
    /* The decoders warn of what they patch; others of what is only odd. */
    OFLog::getLogger("dcmtk.dcmjpeg").setLogLevel(OFLogger::WARN_LOG_LEVEL);
    OFLog::getLogger("dcmtk.dcmjpls").setLogLevel(OFLogger::WARN_LOG_LEVEL);
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
}

/* A file that DCMTK reads, up to what a header may need. What lies in the file
 * as it is, pictures above all, is passed over and not counted. */
class Input : public DcmInputFileStream
{
  public:
    explicit Input(const char *path)
        : DcmInputFileStream(OFFilename(path)),
          base_(address(__builtin_frame_address(0)))
    {
    }

    bool good_so_far() const
    {
        return !refused_;
    }

    OFBool good() const override
    {
        return !refused_ && DcmInputFileStream::good();
    }

    OFCondition status() const override
    {
        return refused_ ? EC_MemoryExhausted : DcmInputFileStream::status();
    }

    offile_off_t read(void *to, offile_off_t size) override
    {
        offile_off_t done;

        /* DCMTK goes one call deeper for each sequence in a sequence, and
         * inflates whatever a small file becomes. */
        if (base_ - address(__builtin_frame_address(0)) > stack_most_bytes ||
            size > header_most_bytes - read_)
            refused_ = true;
        if (refused_)
            return 0;
        done = DcmInputFileStream::read(to, size);
        read_ += done;
        return done;
    }

  private:
    static constexpr intptr_t stack_most_bytes = 512 * 1024;
    static constexpr offile_off_t header_most_bytes = 64 * 1024 * 1024;

    static intptr_t address(void *frame)
    {
        return reinterpret_cast<intptr_t>(frame);
    }

    intptr_t base_;
    offile_off_t read_ = 0;
    bool refused_ = false;
};

/* The one place where exceptions end. */
template <typename Work> int guard(Work work) noexcept
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return -ENOMEM;
    } catch (...) {
        return -EBADMSG;
    }
}

int say_damaged(const char *name, bv_fault *fault)
{
    return bv_fault_set(fault, -EBADMSG,
                        "Cannot open %s: the DICOM file is damaged or cut "
                        "short.",
                        name);
}

int check_size(DcmItem &data, const char *name, bv_dicom_content &about,
               bv_fault *fault)
{
    about.width_px = bv_dicom_number(data, DCM_Columns, 0);
    about.height_px = bv_dicom_number(data, DCM_Rows, 0);
    if (bv_frame_check_size(about.width_px, about.height_px) == 0)
        return 0;
    return bv_fault_set(fault, -ERANGE,
                        "%s is %d x %d px; bevel opens %d to %d px a side.",
                        name, about.width_px, about.height_px,
                        BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
}

/* What a pixel is made of. */
struct Pixel {
    OFString colours;
    int samples, bits, stored, high;
};

int check_pixel(DcmItem &data, const char *name, Pixel &pixel, bv_fault *fault)
{
    data.findAndGetOFString(DCM_PhotometricInterpretation, pixel.colours);
    pixel.samples = bv_dicom_number(data, DCM_SamplesPerPixel, 1);
    pixel.bits = bv_dicom_number(data, DCM_BitsAllocated, 0);
    pixel.stored = bv_dicom_number(data, DCM_BitsStored, pixel.bits);
    pixel.high = bv_dicom_number(data, DCM_HighBit, pixel.stored - 1);

    const bool plain = pixel.colours == "MONOCHROME1" ||
                       pixel.colours == "MONOCHROME2" ||
                       pixel.colours == "PALETTE COLOR";

    if ((pixel.bits == 8 || pixel.bits == 16) && pixel.stored >= 1 &&
        pixel.stored <= pixel.bits && pixel.high >= pixel.stored - 1 &&
        pixel.high < pixel.bits && pixel.samples == (plain ? 1 : 3))
        return 0;
    return bv_fault_set(fault, -ENOTSUP,
                        "Cannot open %s: bevel does not read pixels of %d x "
                        "%d bits in this DICOM file's way.",
                        name, pixel.samples, pixel.bits);
}

/* 1 where the file does not say, 0 where it says what cannot be. */
int64_t read_frame_count(DcmItem &data)
{
    double count;

    if (!data.tagExistsWithValue(DCM_NumberOfFrames))
        return 1;
    count = bv_dicom_decimal(data, DCM_NumberOfFrames);
    return count >= 1 && count <= INT32_MAX ? static_cast<int64_t>(count) : 0;
}

/* Whether the pictures are coded, each in a piece of its own. */
bool is_coded(E_TransferSyntax syntax)
{
#if OFFIS_DCMTK_VERSION_NUMBER >= 369
    return DcmXfer(syntax).usesEncapsulatedFormat();
#else
    return DcmXfer(syntax).isEncapsulated();
#endif
}

/* The pieces of coded pictures; NULL where they are not coded. */
DcmPixelSequence *find_sequence(DcmElement &element, E_TransferSyntax syntax)
{
    auto *pixels = dynamic_cast<DcmPixelData *>(&element);
    DcmPixelSequence *sequence = nullptr;

    if (!pixels || !is_coded(syntax) ||
        pixels->getEncapsulatedRepresentation(syntax, nullptr, sequence).bad())
        return nullptr;
    return sequence;
}

/* How many pictures the file can hold, coded as they are. */
int64_t most_frames(DcmPixelData &pixels, E_TransferSyntax syntax,
                    const Pixel &pixel, const bv_dicom_content &about)
{
    const bool halved =
        pixel.colours == "YBR_FULL_422" || pixel.colours == "YBR_PARTIAL_422";
    const int64_t bytes = static_cast<int64_t>(about.width_px) *
                          about.height_px * (halved ? 2 : pixel.samples) *
                          pixel.bits / 8;
    DcmPixelSequence *sequence = find_sequence(pixels, syntax);

    if (!is_coded(syntax))
        return pixels.getLength(syntax) / bytes;
    if (!sequence)
        return 0;
    /* The first item is the table of where the others are. */
    return static_cast<int64_t>(sequence->card()) - 1;
}

int check_pictures(bv_dicom &dicom, const char *name, const Pixel &pixel,
                   bv_fault *fault)
{
    DcmDataset &data = *dicom.file.getDataset();
    bv_dicom_content &about = dicom.about;
    const E_TransferSyntax syntax = data.getOriginalXfer();
    DcmElement *element = nullptr;
    DcmPixelData *pixels = nullptr;
    int64_t most;

    if (data.findAndGetElement(DCM_PixelData, element).good())
        pixels = dynamic_cast<DcmPixelData *>(element);
    if (!pixels)
        return say_damaged(name, fault);
    if (!data.canWriteXfer(EXS_LittleEndianExplicit) &&
        !pixels->canChooseRepresentation(EXS_LittleEndianExplicit, nullptr))
        return bv_fault_set(fault, -ENOTSUP,
                            "Cannot open %s: its pictures are coded as %s, "
                            "which bevel does not read.",
                            name, DcmXfer(syntax).getXferName());
    about.frame_count = read_frame_count(data);
    most = most_frames(*pixels, syntax, pixel, about);
    if (about.frame_count < 1 || most < 1)
        return say_damaged(name, fault);
    about.is_cut = about.frame_count > most;
    if (about.is_cut) {
        about.frame_count = most;
        /* DCMTK counts on as many pieces as there are pictures. */
        data.putAndInsertString(DCM_NumberOfFrames,
                                std::to_string(most).c_str());
    }
    return 0;
}

/* As the file wants it shown; what is drawn over it stays away. */
void set_view(DicomImage &image)
{
    image.hideAllOverlays();
    if (!image.isMonochrome())
        return;
    if (image.getWindowCount() > 0)
        image.setWindow(0);
    else if (image.getVoiLutCount() > 0)
        image.setVoiLut(0);
    else
        image.setNoVoiTransformation();
}

int image_error(const DicomImage &image)
{
    switch (image.getStatus()) {
    case EIS_Normal:
        return 0;
    case EIS_MemoryFailure:
        return -ENOMEM;
    case EIS_NotSupportedValue:
        return -ENOTSUP;
    default:
        return -EBADMSG;
    }
}

int make_image(bv_dicom &dicom, const char *name, bv_fault *fault)
{
    DcmDataset *data = dicom.file.getDataset();
    int error;

    complaints = 0;
    dicom.image.reset(new DicomImage(data, data->getOriginalXfer(),
                                     CIF_UsePartialAccessToPixelData |
                                         CIF_NeverAccessEmbeddedOverlays,
                                     0, 1));
    error = image_error(*dicom.image);
    if (error == 0 && complaints > 0)
        error = -EBADMSG;
    if (error == -ENOTSUP)
        return bv_fault_set(fault, error,
                            "Cannot open %s: this kind of DICOM picture is "
                            "not known to bevel.",
                            name);
    if (error < 0)
        return error == -EBADMSG ? say_damaged(name, fault) : error;
    dicom.about.colour = !dicom.image->isMonochrome();
    return 0;
}

/* Of a file that is cut short the pictures before the cut are there: what was
 * read in part is taken away. @return Whether anything is left. */
bool drop_half_read(DcmDataset &data)
{
    DcmElement *element = nullptr;
    DcmPixelSequence *sequence = nullptr;
    DcmPixelItem *item = nullptr;

    if (data.findAndGetElement(DCM_PixelData, element).bad())
        return false;
    if (!is_coded(data.getOriginalXfer()))
        return !element->valueLoaded() || element->transferState() == ERW_ready;
    sequence = find_sequence(*element, data.getOriginalXfer());
    if (!sequence || sequence->getItem(item, sequence->card() - 1).bad())
        return false;
    if (item->transferState() != ERW_ready && sequence->remove(item).good())
        delete item;
    return true;
}

int load(bv_dicom &dicom, const char *path, const char *name, bv_fault *fault)
{
    Input input(path);
    OFString kind;
    OFCondition read;
    bool whole = true;

    dicom.file.transferInit();
    read = dicom.file.read(input);
    if (read.bad())
        whole = drop_half_read(*dicom.file.getDataset());
    dicom.file.transferEnd();
    if (!input.good_so_far())
        return bv_fault_set(fault, -EFBIG,
                            "Cannot open %s: its DICOM header is larger or "
                            "more nested than any of a picture.",
                            name);
    if (!whole)
        return say_damaged(name, fault);
    dicom.file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPClassUID,
                                                 kind);
    if (kind == UID_MediaStorageDirectoryStorage)
        return bv_fault_set(fault, -EINVAL,
                            "%s is the list of a DICOM medium; open one of "
                            "the files beside it.",
                            name);
    return 0;
}

int open_file(bv_dicom &dicom, const char *path, const char *name,
              bv_fault *fault)
{
    int error = load(dicom, path, name, fault);
    DcmDataset &data = *dicom.file.getDataset();
    Pixel pixel;

    if (error == 0 && !data.tagExists(DCM_PixelData))
        error = bv_fault_set(fault, -EINVAL,
                             "Cannot open %s: this DICOM file holds no "
                             "picture, or is cut short.",
                             name);
    if (error == 0)
        error = check_size(data, name, dicom.about, fault);
    if (error == 0)
        error = check_pixel(data, name, pixel, fault);
    if (error == 0)
        error = check_pictures(dicom, name, pixel, fault);
    if (error == 0)
        error = make_image(dicom, name, fault);
    if (error < 0)
        return error;
    bv_dicom_header_read(data, dicom.about, dicom.intervals_s);
    if (!dicom.intervals_s.empty())
        dicom.about.intervals_s = dicom.intervals_s.data();
    return 0;
}

/* DCMTK keeps each piece that it has read; a picture is read but once. */
void forget_piece(bv_dicom &dicom)
{
    DcmDataset &data = *dicom.file.getDataset();
    DcmElement *element = nullptr;
    DcmPixelSequence *sequence = nullptr;
    DcmPixelItem *item = nullptr;

    if (data.findAndGetElement(DCM_PixelData, element).bad())
        return;
    sequence = find_sequence(*element, data.getOriginalXfer());
    if (sequence &&
        sequence->getItem(item, static_cast<unsigned long>(dicom.next + 1))
            .good())
        item->compact();
}

int read_next(bv_dicom &dicom, uint8_t *pixels)
{
    const bv_dicom_content &about = dicom.about;
    const unsigned long size = static_cast<unsigned long>(about.width_px) *
                               static_cast<unsigned long>(about.height_px) *
                               (about.colour ? 3 : 1);

    if (dicom.next >= about.frame_count)
        return about.is_cut ? -EBADMSG : -ENODATA;
    complaints = 0;
    if (dicom.next > 0 && !dicom.image->processNextFrames(1))
        return dicom.image->getStatus() == EIS_MemoryFailure ? -ENOMEM
                                                             : -EBADMSG;
    set_view(*dicom.image);
    if (!dicom.image->getOutputData(pixels, size, 8) || complaints > 0)
        return -EBADMSG;
    forget_piece(dicom);
    dicom.next++;
    return 0;
}

} // namespace

int bv_dicom_open(const char *path, const char *name, struct bv_dicom **dicom,
                  struct bv_fault *fault)
{
    static std::once_flag once;
    bv_dicom *made = nullptr;
    int error = guard([&] {
        std::call_once(once, set_up);
        made = new bv_dicom();
        return open_file(*made, path, name, fault);
    });

    if (error < 0) {
        bv_dicom_close(made);
        return error == -EBADMSG ? say_damaged(name, fault) : error;
    }
    *dicom = made;
    return 0;
}

const struct bv_dicom_content *bv_dicom_about(const struct bv_dicom *dicom)
{
    return &dicom->about;
}

int bv_dicom_read(struct bv_dicom *dicom, uint8_t *pixels)
{
    return guard([&] { return read_next(*dicom, pixels); });
}

void bv_dicom_close(struct bv_dicom *dicom)
{
    guard([&] {
        delete dicom;
        return 0;
    });
}
