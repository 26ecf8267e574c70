"""What common English given names are called for short, as it may stand in text about a person."""

from __future__ import annotations

from typing import Final

_SHORT: Final = """
abigail abby gail · alan al · albert al bert · alexander alex alec sandy · alexandra alex sandra sandy lexi
alfred al alf fred · alison ali · amanda mandy · andrea andi · andrew andy drew · angela angie · anthony tony
arthur art artie · barbara barb babs · benjamin ben benny · bernard bernie · bradley brad · bridget biddy · calvin cal
cameron cam · carolyn carol · cassandra cass cassie sandra · catherine cathy cat cate kate katie
charles charlie chuck chas · charlotte charlie lottie · christian chris · christina chris christy tina
christine chris chrissy tina · christopher chris kit topher · clifford cliff · cynthia cindy · daniel dan danny
david dave davy · deborah deb debbie debra · dominic dom · donald don donny · dorothy dot dottie dolly · douglas doug
edmund ed eddie ted · edward ed eddie ned ted teddy · edwin ed eddie · eleanor ellie nell nora
elizabeth liz lizzie beth betsy betty eliza libby bess · emily em emmy · eugene gene · evelyn evie · florence flo
frances fran francie · francis frank frankie fran · franklin frank · frederick fred freddie · gabriel gabe
gabriella gabby · geoffrey geoff · gerald gerry jerry · gerard gerry · gregory greg · gwendolyn gwen
harold hal harry · harriet hattie · heather heath · henry harry hank hal · herbert herb bert · howard howie
isaac ike · isabella bella izzy · jacob jake jay · jacqueline jackie · james jim jimmy jamie · janet jan · jason jay
jeffrey jeff · jennifer jen jenny · jeremy jerry · jerome jerry · jessica jess jessie · joan joanie · joanna jo
joanne jo · john johnny jack jon · jonathan jon johnny · joseph joe joey · josephine jo josie · joshua josh
judith judy · julia julie · katherine kathy kate katie kat kay kit kitty · kathleen kathy kate katie
kenneth ken kenny · kimberly kim · kristina kris tina · kristopher kris · laura laurie · lawrence larry laurie
leonard len lenny leo · leslie les · lewis lew · lillian lily lil · louis lou louie · louise lou · lucille lucy
madeline maddie · margaret maggie meg peggy peg marge margie greta daisy rita · maria mia · martha marty
martin marty · matthew matt matty · maureen mo · maxwell max · megan meg · melanie mel · melissa mel missy
melvin mel · michael mike mikey mick mickey · michelle shelly · mildred millie · mitchell mitch · nancy nan
natalie nat · natasha tasha · nathan nate nat · nathaniel nate nat nathan · nicholas nick nicky · nicole nicky nikki
norman norm · oliver ollie · olivia liv livvy · oscar ozzie · pamela pam · patricia pat patty tricia trish
patrick pat paddy · penelope penny · peter pete · philip phil · phillip phil · phyllis phyl · priscilla cilla
rachel rach · randall randy · randolph randy · raymond ray · rebecca becky becca · reginald reg reggie
richard rich richie rick · ricky dick · robert bob bobby rob robbie bert · roberta bobbie · roderick rod · rodney rod
roger rodge · roland rollo · ronald ron ronny ronnie · rosemary rose rosie · russell russ · samantha sam sammy
samuel sam sammy · sarah sally sadie · sebastian seb · sharon shaz · sidney sid · sophia sophie · stanley stan
stephanie steph · stephen steve stevie · steven steve stevie · stuart stu · susan sue susie suzy · suzanne sue suzy
sylvester sly · tamara tammy · terence terry · teresa terry tess tessa · theodore ted teddy theo
theresa terry tess tessa · thomas tom tommy · timothy tim timmy · tobias toby · valerie val · vanessa nessa
veronica ronnie vera · victor vic · victoria vicky vicki tori · vincent vince vinny · virginia ginny · vivian viv
walter walt wally · wendell wendy · wesley wes · wilfred wilf · william will bill billy willie liam · winifred winnie
zachary zach zack
"""


def _read(table: str) -> dict[str, frozenset[str]]:
    """Each name of the table with those that stand for it, both ways: who is known as Bob may be written Robert."""
    found: dict[str, set[str]] = {}
    for entry in table.replace("\n", " · ").split(" · "):
        name, *short = entry.split() or [""]
        for one in short:
            found.setdefault(name, set()).add(one)
            found.setdefault(one, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


_KNOWN: Final = _read(_SHORT)


def also_called(given_name: str) -> frozenset[str]:
    """Return the short forms of a given name, and of what it may itself be short for; in small letters."""
    return _KNOWN.get(given_name.casefold(), frozenset())
