"""Knows the words that passwords are most often made of, in Vietnamese and English, and the rows of keys.

Compared without marks, spaces, signs, capitals, and with digits read as letters: one word stands for many spellings.
"""
from __future__ import annotations

from typing import Final

# Rows that fingers run along; a password that is part of one, forwards or backwards, is as good as none.
WALKS: Final = (
    "0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p", "qweasdzxc", "zaqxswcdevfrbgtnhymju", "147258369", "159357", "741852963",
    "112233445566", "1231231", "123321", "12344321", "abc123", "abcd1234", "123456abc", "1234abcd", "a1b2c3d4e5f6",
    "123qwe", "qwe123", "1234qwer", "qwer1234", "asdf1234", "zxcv1234", "qwerty123456", "123456qwerty", "aabbccdd",
    "0987654321", "123654789",
)

ENDINGS: Final = ("abc", "xyz", "vn", "vietnam", "qwe", "asd", "aa", "aaa")

_VIETNAMESE = """
matkhau matkhaumoi matkhaucu matma matkhaucuatoi khongco khongnho khongbiet quenmatkhau dangnhap taikhoan nguoidung
quantri quantrivien admin hethong maytinh mayvitinh laptop dienthoai internet website vietnam vietnamvodich hanoi
saigon hochiminh thanhpho thanhphohochiminh danang haiphong cantho hue nhatrang dalat vungtau bienhoa binhduong
dongnai quangninh thanhhoa nghean hatinh quangbinh quangtri quangnam quangngai binhdinh phuyen khanhhoa ninhthuan
binhthuan tayninh longan tiengiang bentre travinh vinhlong dongthap angiang kiengiang haugiang soctrang baclieu camau
mientay mienbac miennam mientrung conyeu conyeume conyeuba meyeu bayeu meyeucon bayeucon giadinh giadinhtoi
giadinhlaso hanhphuc tinhyeu tinhyeucuatoi anhyeuem emyeuanh anhnhoem emnhoanh yeuem yeuanh yeuemnhieu yeuanhnhieu
yeumaimai mailayeu maimaiyeu mayeu vophong voyeu chongyeu boyeu vochong conmeo concho meomeo gaugau meocon cuncon
khongyeu khongaica chimotminh motminh buon buonqua vuive vuivevuive cogangle cogang thanhcong maymai maymanloc phatdat
phattai phatloc taiphat tailoc locphat thinhvuong binhan binhyen ankhang suckhoe hoabinh tudo doclap
doclaptudohanhphuc bacho hochutich uyban uybannhandan ubnd ubndxa ubndphuong ubndtinh vanphong vanthu tiepcongdan
tiepdan bantiepcongdan congdan khieunai tocao hoagiai hoagiaivien congchuc canbo lanhdao thanhtra nguoidan nhanvien
giamdoc truongphong chutich bithu congan quandoi giaovien hocsinh sinhvien truonghoc lophoc daihoc lop toan nguyenvana
nguyenvan nguyen nguyenthi tranvan tranthi levan lethi phamvan phamthi hoangvan vuvan dangvan buivan dovan hongnhung
thuylinh ngoclan ngocanh minhanh hoanganh tuananh quanganh ducanh phuonganh lananh maianh thuhuong thuha thuhang
thanhhuong hongngoc bichngoc minhtuan anhtuan quoctuan vanhung manhhung tuanhung quanghuy minhhoang hoanglong
thanhlong phuonglinh khanhlinh mylinh thaonguyen phuongthao thanhthao huongthao ngocmai thanhmai baongoc giahuy giabao
bongda bongdavietnam chelsea arsenal liverpool manutd manchester realmadrid barcelona juventus ronaldo messi songoku
doraemon conan naruto pokemon lienquan lienminh freefire pubg audition zingme zalo facebook google youtube xinchao
chaoban chaomung camon tamtam thoitiet muathu muaxuan muaha muadong hoahong hoamai hoasen hoaphuong hoasua motconvit
motdangian motlandau motdoi motcuocdoi bonmua namnam haibabon motbahai mothaiba mothaibabon motdentam
"""
_ENGLISH = """
password passwd passw passphrase pass passport secret private login signin signup welcome welcomeback letmein default
changeme changethis change temp temporary test tester testing testtest demo example sample guest user username root
administrator adminadmin superuser supervisor sysadmin system server computer desktop database mysql oracle manager
office company business hello helloworld helloween goodbye goodmorning goodluck iloveyou iloveu ilove loveyou lovely
loveme lover lovelove mylove myname mypassword mysecret forever foreverlove together friend friends friendship
bestfriend family baby babygirl babyboy sweetheart sweety princess prince queen king kingdom angel angels heaven jesus
jesuschrist christ god blessed peace freedom liberty monkey dragon dragons tiger lion wolf eagle falcon phoenix
panther dolphin butterfly elephant chicken cowboy cowboys football footballs baseball basketball softball volleyball
hockey soccer tennis golfer golf lakers yankees steelers packers redsox superman batman spiderman ironman avengers
marvel starwars startrek skywalker jedi matrix ninja samurai pirate pirates hunter ranger rangers soldier warrior
warriors killer destroyer master mastermind masters champion winner loser gamer player playboy playstation nintendo
xbox minecraft roblox fortnite pokemon pikachu charizard zelda mario sonic sunshine moonlight starlight rainbow summer
winter autumn spring january february march april june july august september october november december monday tuesday
wednesday thursday friday saturday sunday morning midnight chocolate cookie cookies cheese banana orange apple lemon
cherry strawberry blueberry coffee pepper ginger vanilla honey sugar flower flowers rose roses garden purple yellow
green silver golden diamond crystal emerald jordan michael jennifer michelle jessica amanda ashley nicole daniel
andrew matthew joshua anthony charlie william robert thomas richard george patrick alexander alexandra elizabeth
victoria samantha stephanie christian christine danielle natalie vanessa jasmine brandon justin jonathan benjamin
nicholas maverick mustang corvette mercedes ferrari porsche lamborghini bmw toyota honda yamaha harley chevrolet
camaro corolla london paris america american england france germany russia china japan korea singapore thailand canada
australia california texas newyork chicago boston dallas trustno trustnoone whatever nothing something everything
anything someone nobody blahblah asdf asdfasdf asdasd qwer qwert qwerty qwertyui azerty zxcvbn qazwsx qweqwe abcabc
abcdef abcdefg abcdefgh access security secure protect hacker hacking cracker internet windows microsoft samsung nokia
iphone android google facebook twitter instagram youtube amazon linkedin dropbox spotify netflix telegram gmail yahoo
hotmail email mail money dollar dollars million millionaire rich lucky luckyseven thunder lightning storm tornado
hurricane shadow shadows darkness magic magical wizard potter harrypotter gandalf merlin hogwarts fantasy mystery
dreamer dream rocknroll metallica nirvana slipknot linkinpark eminem beatles guitar piano music dancing dancer singer
movie
"""
WORDS: Final = frozenset((_VIETNAMESE + _ENGLISH).split())
